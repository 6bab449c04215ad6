package dev.kiln.plugin.tiledvae;

import dev.kiln.plugin.tiledvae.NormedLayer.Affine;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes layers strip by strip. Only a few values are kept as strips; all others are computed anew
 * from them, once where a group norm has to be measured and once where its result is used. A strip
 * is let go as soon as the strips beside it in the next kept value are there, so that the largest
 * kept value and a few strips are all that memory holds.
 */
final class StripWriter {
  private final NetworkGraph network;
  private final GraphEditor graph;
  private final Scales scales;
  private final Strips strips;
  private final List<Layer> layers;
  private final boolean fast;
  private final Map<Value, KeptRows> kept = new HashMap<>();

  /**
   * @param layers in the order in which they are computed
   * @param fast see {@link StripPatch}
   */
  StripWriter(
      NetworkGraph network, Scales scales, Strips strips, List<Layer> layers, boolean fast) {
    this.network = network;
    this.graph = network.editor().at("strips");
    this.scales = scales;
    this.strips = strips;
    this.layers = layers;
    this.fast = fast;
  }

  /**
   * Write all of them.
   *
   * @param last the output of the last layer
   * @return what may take its place
   */
  Value write(Value last) {
    Set<Value> keeps = new KeptValues(network, scales, layers).choose();
    for (Layer layer : layers) {
      if (layer instanceof NormedLayer normed) {
        normed.measured().put(layer.output(), measured(normed.norm()));
      }
      if (keeps.contains(layer.output())) {
        List<Rows> rows = rows(layer.output());
        kept.put(layer.output(), new KeptRows(rows, written(layer.output(), rows)));
      }
    }
    return graph.concat(2, written(last, rows(last)).toArray(Value[]::new));
  }

  private Affine measured(GroupNorm norm) {
    long channels = network.knownShape(norm.input()).get(1);
    Moments moments = new Moments(graph.at(norm.path()), norm, channels);
    List<Rows> rows =
        fast && !kept.containsKey(norm.input())
            ? strips.samples(scales.of(norm.input()))
            : rows(norm.input());
    return moments.of(written(norm.input(), rows), rows);
  }

  private List<Rows> rows(Value value) {
    return strips.at(scales.of(value));
  }

  private List<Value> written(Value value, List<Rows> parts) {
    List<Value> written = new ArrayList<>();
    for (Rows part : parts) {
      written.add(written(value, part));
    }
    return written;
  }

  /** Write some rows of a value, from rows of what is kept before it. */
  private Value written(Value value, Rows rows) {
    Map<Value, Rows> needed = needed(value, rows);
    Map<Value, KeptRows> parts = new HashMap<>(kept);
    for (Layer layer : layers) {
      Rows own = needed.get(layer.output());
      if (own != null && !parts.containsKey(layer.output())) {
        List<Value> sources = new ArrayList<>();
        for (Value source : layer.sources()) {
          Rows read = layer.reads(own).within(height(source));
          Value rowsOfIt = parts.getOrDefault(source, whole(source)).read(graph, read);
          boolean reordered = !(layer instanceof NormedLayer) && kept.containsKey(source);
          sources.add(reordered ? copy(rowsOfIt, read) : rowsOfIt);
        }
        Value made = layer.write(graph, own, sources);
        parts.put(layer.output(), new KeptRows(List.of(own), List.of(made)));
      }
    }
    return parts.getOrDefault(value, whole(value)).read(graph, rows);
  }

  /**
   * What is kept is copied for convolutions and sums: the runtime would otherwise hold it twice
   * until then, once in the layout of its convolutions.
   */
  private Value copy(Value value, Rows rows) {
    return graph.slice(value, 2, 0, rows.count());
  }

  /** How many rows of each value some rows of the last one need. */
  private Map<Value, Rows> needed(Value value, Rows rows) {
    Map<Value, Rows> needed = new HashMap<>(Map.of(value, rows));
    List<Layer> backwards = new ArrayList<>(layers);
    Collections.reverse(backwards);
    for (Layer layer : backwards) {
      Rows own = needed.get(layer.output());
      if (own != null && !kept.containsKey(layer.output())) {
        for (Value source : layer.sources()) {
          needed.merge(source, layer.reads(own).within(height(source)), Rows::union);
        }
      }
    }
    return needed;
  }

  private KeptRows whole(Value value) {
    return new KeptRows(List.of(new Rows(0, height(value))), List.of(value));
  }

  private long height(Value value) {
    return strips.height() * scales.of(value);
  }
}
