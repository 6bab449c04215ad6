package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.RequestContext;
import java.util.Optional;

/**
 * Supply embeddings of token ids.
 *
 * <p><b>When:</b> before the conditions of a pass are made. <br>
 * <b>How often:</b> once per pass, and once per run of {@code Embeddings}. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing yet; what it returns is asked for each chunk. <br>
 * <b>May keep:</b> the context until the returned source is closed. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ConditioningHook extends HookPoint {
  /** The source of this pass, or empty when this plugin has nothing to do in it. */
  Optional<EmbeddingSource> open(RequestContext context);
}
