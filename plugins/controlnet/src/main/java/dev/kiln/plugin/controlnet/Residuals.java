package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inputs of a UNet that are for what ControlNets say. */
final class Residuals {
  private final List<NetworkRun.Port> ports;
  private final List<Tensor> nothing;

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

  /**
   * The inputs that are for residuals, from the picture down; the middle's is the last one. A
   * network without skips has none.
   */
  private static List<NetworkRun.Port> of(List<NetworkRun.Port> unet) {
    Map<String, NetworkRun.Port> byName = new HashMap<>();
    unet.forEach(port -> byName.put(port.name(), port));
    List<NetworkRun.Port> found = new ArrayList<>();
    for (int i = 0; byName.containsKey(ResidualPatch.skip(i)); i++) {
      found.add(byName.get(ResidualPatch.skip(i)));
    }
    Optional.ofNullable(byName.get(ResidualPatch.MIDDLE)).ifPresent(found::add);
    return found;
  }

  List<NetworkRun.Port> ports() {
    return ports;
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
