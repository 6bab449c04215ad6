package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.PassContext;
import java.util.Optional;

/**
 * Work on the guided predictions of one pass, whichever {@link GuidanceProvider} combines them.
 *
 * <p><b>When:</b> at the start of a pass, after its conditions are made. <br>
 * <b>How often:</b> once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing yet; allocate here, so that a step allocates nothing. While an
 * interceptor is open the negative prompt is computed at scale 1 too. <br>
 * <b>May keep:</b> the context until the interceptor is closed. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface GuidanceHook extends HookPoint {
  /** The interceptor of this pass, or empty when this plugin has nothing to do in it. */
  Optional<GuidanceInterceptor> open(PassContext pass);
}
