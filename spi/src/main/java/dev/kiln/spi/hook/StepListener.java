package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.PassContext;
import java.util.Optional;

/**
 * Watch the steps of a pass without changing anything.
 *
 * <p><b>When:</b> at the start of a pass. <br>
 * <b>How often:</b> once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> the context until the observer is closed. <br>
 * <b>On failure:</b> logged once and counted; the generation goes on without it.
 */
@ImplementedByPlugins
public interface StepListener extends HookPoint {
  /** The observer of this pass, or empty when this plugin does not watch it. */
  Optional<StepObserver> open(PassContext pass);
}
