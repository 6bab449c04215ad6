package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.ImageCodec;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;

/** Estimates the memory of the image codec besides its weights. */
public record CodecMemory(ImageCodec codec) {
  /** Values of the widest layer at full size that are alive at once: 4.2 GB for 1024x1024. */
  private static final int LAYERS = 4;

  private static final long PIXELS = 64;

  /**
   * @param shape of the latents
   * @return 0 for networks of other kinds
   */
  public long bytes(NetworkKind network, NetworkShape shape) {
    long channels =
        switch (network) {
          case VAE_DECODER -> codec.widest();
          case VAE_ENCODER -> codec.narrowest();
          default -> 0;
        };
    long latents = (long) shape.latentHeight() * shape.latentWidth();
    return LAYERS * channels * PIXELS * latents * Float.BYTES;
  }
}
