package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.PassContext;
import java.util.Optional;

/**
 * Decide which condition rows the network evaluates.
 *
 * <p><b>When:</b> at the start of a pass, after its conditions are made. <br>
 * <b>How often:</b> once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing yet; allocate here. <br>
 * <b>May keep:</b> the context until the filter is closed. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface RowHook extends HookPoint {
  /** The filter of this pass, or empty when this plugin has nothing to do in it. */
  Optional<RowFilter> open(PassContext pass);
}
