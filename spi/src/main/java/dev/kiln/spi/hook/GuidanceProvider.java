package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.Support;
import dev.kiln.spi.generate.PassContext;

/**
 * Offer a way to combine the predictions of an image's rows into one. One guidance wins each pass:
 * the one that the request names, else the one that the settings name, else the highest rank that
 * supports the pass. A {@link GuidanceHook} works on the result, whichever wins.
 *
 * <p><b>When:</b> at the start of a pass. <br>
 * <b>How often:</b> {@code supports} once per pass, {@code open} only for the winner. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing; allocate in {@code open}. <br>
 * <b>May keep:</b> the context until the pass ends. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface GuidanceProvider extends HookPoint {
  Support supports(PassContext pass);

  Guidance open(PassContext pass);
}
