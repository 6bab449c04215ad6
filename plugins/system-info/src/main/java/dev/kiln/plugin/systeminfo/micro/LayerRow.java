package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.Timing;
import dev.kiln.spi.host.NetworkProfiles.Layer;
import dev.kiln.spi.host.NetworkProfiles.LayerKind;
import dev.kiln.spi.host.NetworkProfiles.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one kind of layers takes of a network.
 *
 * @param seconds of a run
 * @param share of all that a run takes
 * @param flops floating point operations a second; 0 where they are not counted
 */
record LayerRow(String network, String layers, double seconds, double share, double flops) {
  /** A row for each kind; what a run takes outside of its operators is among the rest. */
  static List<LayerRow> split(String network, Profile profile) {
    double all = Timing.of(profile.seconds()).median();
    double known = profile.layers().stream().mapToDouble(Layer::seconds).sum();
    // The mean of the operators is told in terms of the median of the runs.
    double mean = profile.seconds().stream().mapToDouble(it -> it).average().orElse(all);
    List<LayerRow> rows = new ArrayList<>();
    for (LayerKind kind : LayerKind.values()) {
      List<Layer> layers = profile.layers().stream().filter(it -> it.kind() == kind).toList();
      double seconds = layers.stream().mapToDouble(Layer::seconds).sum();
      double operations = layers.stream().mapToDouble(Layer::operations).sum();
      double outside = kind == LayerKind.REST ? Math.max(0, mean - known) : 0;
      double share = (seconds + outside) / Math.max(mean, known);
      double flops = seconds == 0 ? 0 : operations / seconds;
      rows.add(
          new LayerRow(network, kind.name().toLowerCase(Locale.ROOT), all * share, share, flops));
    }
    return rows;
  }

  /** The convolutions alone. */
  static LayerRow convolutions(String network, Profile profile) {
    return split(network, profile).get(LayerKind.CONVOLUTION.ordinal());
  }
}
