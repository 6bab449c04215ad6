package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Patches the UNet of requests that ask for it with a switch that spoils its attention. */
@Extension
@Singleton
public final class PerturbedAttention implements GraphPatcher {
  @Inject
  PerturbedAttention() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET
        ? network
            .options(PerturbedOptions.class)
            .filter(PerturbedOptions::acts)
            .map(options -> new PerturbedPatch(options, network.shape()))
        : Optional.empty();
  }
}
