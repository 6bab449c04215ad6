package dev.kiln.plugin.hypertile;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Patches the UNet of requests that ask for it. */
@Extension
@Singleton
public final class Hypertile implements GraphPatcher {
  @Inject
  Hypertile() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET && network.shape().isPresent()
        ? network
            .options(HypertileOptions.class)
            .filter(HypertileOptions::acts)
            .map(options -> new TilePatch(options, network.shape().get()))
        : Optional.empty();
  }
}
