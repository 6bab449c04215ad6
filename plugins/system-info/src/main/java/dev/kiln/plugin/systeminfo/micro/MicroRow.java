package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.Timing;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Layer;
import dev.kiln.spi.host.NetworkProfiles.LayerKind;
import dev.kiln.spi.host.NetworkProfiles.Profile;

/**
 * A block under an optimizer.
 *
 * @param attentionSeconds of a run in the attention alone, without projections
 * @param flops floating point operations a second
 * @param peakBytes of a process of its own; 0 where it is not known
 * @param problem why it could not be run; empty otherwise
 */
record MicroRow(
    Block block,
    String optimizer,
    Timing timing,
    double attentionSeconds,
    double flops,
    long peakBytes,
    String problem) {
  static MicroRow failed(Block block, String optimizer, String problem) {
    return new MicroRow(block, optimizer, Timing.UNKNOWN, Double.NaN, Double.NaN, 0, problem);
  }

  static MicroRow of(Block block, String optimizer, Profile profile, long peakBytes) {
    Timing timing = Timing.of(profile.seconds());
    double operations = profile.layers().stream().mapToDouble(Layer::operations).sum();
    double attention =
        profile.layers().stream()
            .filter(layer -> layer.kind() == LayerKind.ATTENTION)
            .mapToDouble(Layer::seconds)
            .sum();
    double flops = operations / timing.median();
    return new MicroRow(block, optimizer, timing, attention, flops, peakBytes, "");
  }
}
