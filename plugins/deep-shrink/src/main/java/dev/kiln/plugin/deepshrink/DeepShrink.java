package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Makes the shrunk network of requests that ask for it. */
@Extension
@Singleton
public final class DeepShrink implements GraphPatcher {
  @Inject
  DeepShrink() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET && network.shape().isPresent()
        ? network
            .options(DeepShrinkOptions.class)
            .filter(DeepShrinkOptions::acts)
            .map(options -> new ShrinkPatch(options, network.shape().get()))
        : Optional.empty();
  }
}
