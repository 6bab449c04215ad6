package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.WakeOn;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Patches the image codec for pictures that would not fit into memory, or where it is asked for.
 * Last, so that other patches see the network as it is.
 */
@Extension
@Singleton
@WakeOn(value = WakeOn.Wake.GENERATION, pixels = TiledVae.LARGE)
@HookOrder(phase = HookOrder.Phase.LATE)
public final class TiledVae implements GraphPatcher {
  /** Pixels of a picture; a codec that cannot decode a smaller one has no memory for a UNet. */
  static final int LARGE = 640 * 640;

  /** Latents are an eighth of the picture's sides. */
  private static final int FACTOR = 8;

  @Inject
  TiledVae() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    boolean decodes = network.kind() == NetworkKind.VAE_DECODER;
    if (!decodes && network.kind() != NetworkKind.VAE_ENCODER) {
      return Optional.empty();
    }
    TiledVaeOptions options =
        network.options(TiledVaeOptions.class).orElse(TiledVaeOptions.WHERE_NEEDED);
    if (!options.enabled() && network.runMemory() <= network.freeMemory()) {
      return Optional.empty();
    }
    int tile = decodes ? options.decoderTile() : options.encoderTile() / FACTOR;
    NetworkShape shape = network.shape().orElseThrow();
    Strips strips = Strips.of(shape.latentHeight(), shape.latentWidth(), tile);
    boolean fast = decodes ? options.fastDecoder() : options.fastEncoder();
    return strips.count() > 1
        ? Optional.of(new StripPatch(network.kind(), strips, fast, options.enabled()))
        : Optional.empty();
  }
}
