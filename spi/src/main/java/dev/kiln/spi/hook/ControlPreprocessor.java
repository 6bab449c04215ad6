package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;

/**
 * Offer one preprocessor: it turns a picture into a map for a ControlNet (edges, a pose, a
 * segmentation). The service {@code ControlPreprocessors} runs it.
 *
 * <p><b>When:</b> when a request or the route {@code /controlnet/detect} names it;
 * {@code @OffersPreprocessor} declares its names and sliders, so that a list does not wake the
 * plugin. <br>
 * <b>How often:</b> {@code process} once for each picture. <br>
 * <b>Thread:</b> the generation's own or a server thread; several at once. <br>
 * <b>May change:</b> nothing; the picture is not its own. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the request fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ControlPreprocessor extends HookPoint {
  /**
   * Make the map.
   *
   * @throws dev.kiln.spi.BadRequest when a file that it needs is missing, with its name and place
   */
  Preprocessed process(PreprocessorCall call);
}
