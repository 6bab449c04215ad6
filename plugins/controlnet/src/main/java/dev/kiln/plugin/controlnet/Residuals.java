package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums of what all units add to the UNet: memory that is laid out once for each row count. */
final class Residuals {
  private final List<NetworkRun.Port> ports;
  private final List<Tensor> nothing;
  private final Map<Integer, List<Tensor>> byRows = new HashMap<>();

  /**
   * @param unet the inputs of the UNet
   */
  Residuals(List<NetworkRun.Port> unet) {
    this.ports = of(unet);
    // One zero for all rows and pixels: adding it costs next to nothing.
    this.nothing =
        ports.stream()
            .map(port -> Tensor.zeros(1, (int) Math.max(1, port.shape().get(1)), 1, 1))
            .toList();
  }

  /** The inputs that are for residuals, from the picture down; the middle's is the last one. */
  private static List<NetworkRun.Port> of(List<NetworkRun.Port> unet) {
    Map<String, NetworkRun.Port> byName = new HashMap<>();
    unet.forEach(port -> byName.put(port.name(), port));
    List<NetworkRun.Port> found = new ArrayList<>();
    for (int i = 0; byName.containsKey(ResidualPatch.skip(i)); i++) {
      found.add(byName.get(ResidualPatch.skip(i)));
    }
    found.add(byName.get(ResidualPatch.MIDDLE));
    return found;
  }

  List<NetworkRun.Port> ports() {
    return ports;
  }

  /** Zeros of the shapes of a ControlNet's outputs, but for so many rows. */
  List<Tensor> cleared(int rows, List<Tensor> outputs) {
    List<Tensor> sums =
        byRows.computeIfAbsent(
            rows,
            count ->
                outputs.stream()
                    .map(it -> Tensor.zeros(count, it.dim(1), it.dim(2), it.dim(3)))
                    .toList());
    sums.forEach(sum -> java.util.Arrays.fill(sum.data(), 0));
    return sums;
  }

  void feed(DenoiseCall call, List<Tensor> sums) {
    for (int i = 0; i < ports.size(); i++) {
      call.feed(ports.get(i).name(), sums.get(i));
    }
  }

  /** Nothing acts in this evaluation. */
  void feedNothing(DenoiseCall call) {
    feed(call, nothing);
  }
}
