package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.tensor.Picture;

/**
 * Work on decoded pictures, or draw them again.
 *
 * <p><b>When:</b> after a picture of a request's own pass is decoded. <br>
 * <b>How often:</b> each method once per picture. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the picture, by returning another one, of any size in {@link #finished}; in
 * {@link #drawn} where the request begins with no picture. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ImageHook extends HookPoint {
  /** What was drawn, before it is laid into the picture that it is a part of. */
  default Picture drawn(ImageCall call) {
    return call.picture();
  }

  /** The finished picture, before it is given out. */
  default Picture finished(ImageCall call) {
    return call.picture();
  }
}
