package dev.kiln.plugin.quantize;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
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
            .map(options -> new QuantizePatch(options, network.kind(), Bytes.on(network.device())))
            .filter(patch -> !patch.ways().isEmpty())
            .map(GraphPatch.class::cast)
        : Optional.empty();
  }
}
