package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.EmbeddingCall;
import dev.kiln.spi.tensor.Tensor;

/**
 * Give the embedding of one chunk of tokens, your own or the next source's.
 *
 * <p><b>When:</b> for each distinct chunk of the prompts, before emphasis weighs it. <br>
 * <b>How often:</b> once per distinct chunk of a pass. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> the tensor that {@code proceed()} returned; it is this call's own. <br>
 * <b>May keep:</b> the key and copies of tensors; not the call. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface EmbeddingSource extends AutoCloseable {
  /**
   * An embedding of shape [tokens, width]. Without a call of {@code proceed()} the encoder is not
   * opened.
   */
  Tensor embed(EmbeddingCall call);

  @Override
  default void close() {}
}
