package dev.kiln.plugin.quantize;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Patches the networks of requests that ask for it, where the processor computes them. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class Quantize implements GraphPatcher {
  @Inject
  Quantize() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.device().provider().equals("cpu")
        ? network
            .options(QuantizeOptions.class)
            .filter(QuantizeOptions::acts)
            .map(options -> patch(options, network))
            .filter(QuantizePatch::acts)
            .map(GraphPatch.class::cast)
        : Optional.empty();
  }

  private static QuantizePatch patch(QuantizeOptions options, NetworkContext network) {
    Reading reading =
        network
            .kept(Calibration.class)
            .filter(any -> options.compute() == Arithmetic.INT8_CALIBRATED)
            .filter(any -> network.kind() == NetworkKind.UNET)
            .map(Reading::of)
            .orElse(Reading.AT_EACH_RUN);
    return new QuantizePatch(options, network.kind(), Bytes.on(network.device()), reading);
  }
}
