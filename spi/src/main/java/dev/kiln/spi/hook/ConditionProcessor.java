package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.RequestContext;

/**
 * Change the conditions that a picture is drawn from: join parts, add tokens, leave some out.
 *
 * <p><b>When:</b> after all embeddings were made and weighed, before the first pass. <br>
 * <b>How often:</b> once per request for each distinct prompt, mostly one, in the order of the
 * pictures; each processor sees what the one before it made. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the conditions, by what it returns, with at least one part; not the tensors
 * that it was given. <br>
 * <b>May keep:</b> the conditions, and what it found, with {@code keep}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ConditionProcessor extends HookPoint {
  Conditions process(Conditions conditions, RequestContext request);
}
