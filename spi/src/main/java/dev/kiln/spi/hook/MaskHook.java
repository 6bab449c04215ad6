package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.RequestContext;
import java.util.Optional;

/**
 * Mix what a mask keeps of a picture with what is drawn under it: webUI's {@code on_mask_blend} and
 * {@code postprocess_maskoverlay}.
 *
 * <p><b>When:</b> in a request with a mask, before its pictures are brought to their size: {@link
 * RequestContext#initPicture} is not to be asked for yet. <br>
 * <b>How often:</b> once per request, and once for each later pass under a mask. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing yet. While a blender is open, the mask is soft: a latent may be drawn
 * in part. <br>
 * <b>May keep:</b> the context until the blender is closed. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface MaskHook extends HookPoint {
  /** The blender of this request, or empty when this plugin has nothing to do in it. */
  Optional<MaskBlender> open(RequestContext request);
}
