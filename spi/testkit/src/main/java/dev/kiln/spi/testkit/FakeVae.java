package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A codec that is one function.
 *
 * @param encoder from pictures [n, 3, height, width] to latents [n, channels, height/8, width/8]
 */
public record FakeVae(String hash, int latentChannels, UnaryOperator<Tensor> encoder)
    implements Vae {
  @Override
  public Tensor encode(Tensor pictures) {
    return encoder.apply(pictures);
  }

  @Override
  public Optional<Tensor> preview(Tensor latents) {
    return Optional.empty();
  }
}
