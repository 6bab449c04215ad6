package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;

/**
 * Change the texts of a request before they are split into tokens: take out the tags that this
 * plugin knows, put in words. A class that takes tags names them with {@code @Offers}:
 * {@code @Offers("lora")} for {@code <lora:cape:1>}; a prompt with such a tag wakes the plugin.
 * Where the scope is {@code PART}, a tag acts in the rows of its own AND part alone; who cannot do
 * that refuses it.
 *
 * <p><b>When:</b> before anything else is done for a request. <br>
 * <b>How often:</b> once per request, in order; each sees what the one before it made. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the texts, by what it returns. <br>
 * <b>May keep:</b> what it found, with {@code keep}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface PromptProcessor extends HookPoint {
  Prompts process(Prompts prompts, RequestContext request);
}
