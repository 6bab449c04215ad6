package dev.kiln.host.tuning;

import dev.kiln.spi.host.NetworkProfiles.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a network, from what was seen of its runs. */
final class Layers {
  private static final double MICROS = 1e6;

  private Layers() {}

  /**
   * @param runs how many there were; the first is left out, in which memory is found
   */
  static List<Layer> of(List<NodeEvent> events, int runs, LayerKinds kinds) {
    Map<String, List<NodeEvent>> byName = new LinkedHashMap<>();
    for (NodeEvent event : events) {
      byName.computeIfAbsent(event.name(), name -> new ArrayList<>()).add(event);
    }
    List<Layer> layers = new ArrayList<>();
    byName.forEach(
        (name, all) -> {
          List<NodeEvent> later = all.subList(all.size() / runs, all.size());
          double micros = later.stream().mapToDouble(NodeEvent::micros).sum();
          double operations = later.stream().mapToDouble(NodeEvent::operations).sum();
          NodeEvent first = all.get(0);
          layers.add(
              new Layer(
                  name,
                  first.operator(),
                  kinds.of(first),
                  micros / MICROS / (runs - 1),
                  operations / (runs - 1)));
        });
    return layers;
  }
}
