package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;

/**
 * Change the prompts of a request before they are split into tokens: take out the tags that this
 * plugin knows, put in words, add a part. The host has read them: no plugin looks for {@code AND}
 * or tags itself.
 *
 * <p>A class that takes tags names them with {@code @Offers}: {@code @Offers("lora")} for {@code
 * <lora:cape:1>}; a prompt with such a tag, as the user wrote it, wakes the plugin. A tag of the
 * prompt that no plugin takes is refused; in the negative prompt it is drawn as words, as in webUI.
 * Where the scope is {@code PART}, a tag acts in the rows of its own AND part alone; a plugin that
 * cannot do that refuses it.
 *
 * <p>A processor that writes a new text for a picture, with {@link
 * dev.kiln.spi.generate.Prompt#of}, declares {@code @HookOrder(phase = EARLY)}: otherwise the new
 * text would contain again what earlier processors took out.
 *
 * <p><b>When:</b> before anything else is done for a request. <br>
 * <b>How often:</b> once per request, in order; each sees what the one before it made. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the prompts, by what it returns: as many as it was given, each picture's in
 * its place. The same request gives the same prompts: random choices come from {@code seed}. <br>
 * <b>May keep:</b> what it found, with {@code keep}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface PromptProcessor extends HookPoint {
  Prompts process(Prompts prompts, RequestContext request);
}
