package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.RequestContext;
import java.util.Optional;

/**
 * Wrap the image codec (VAE): what makes latents of pictures and pictures of latents.
 *
 * <p><b>When:</b> before the first picture of a request is encoded or decoded, which may be before
 * its first pass. <br>
 * <b>How often:</b> once per request. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing yet. <br>
 * <b>May keep:</b> the context until the interceptor is closed. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface VaeHook extends HookPoint {
  /** The interceptor of this request, or empty when this plugin has nothing to do in it. */
  Optional<VaeInterceptor> open(RequestContext request);
}
