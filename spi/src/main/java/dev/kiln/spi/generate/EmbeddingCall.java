package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** One chunk on its way to an embedding. */
@ProvidedByHost
public interface EmbeddingCall {
  EmbeddingKey key();

  /**
   * The embedding from the next source, or finally from the text encoder: [tokens, width]. The
   * encoder's session is made at the first call that gets that far.
   */
  Tensor proceed();
}
