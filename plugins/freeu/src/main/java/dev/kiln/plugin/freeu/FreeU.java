package dev.kiln.plugin.freeu;

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
public final class FreeU implements GraphPatcher {
  @Inject
  FreeU() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET
        ? network
            .options(FreeUOptions.class)
            .filter(options -> !options.neutral())
            .map(FreeUPatch::new)
        : Optional.empty();
  }
}
