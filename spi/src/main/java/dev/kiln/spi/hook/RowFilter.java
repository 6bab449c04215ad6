package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.RowPlan;

/**
 * Drop rows from one evaluation, before anything is computed for them.
 *
 * <p><b>When:</b> before the inputs of an evaluation are laid out. <br>
 * <b>How often:</b> once per evaluation of the network. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> the plan, by dropping rows. Each image must keep one row. <br>
 * <b>May keep:</b> nothing of the plan: it is reused. Allocate nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
public interface RowFilter extends AutoCloseable {
  void filter(RowPlan plan);

  /**
   * The steps of the pass are over, and no picture is decoded yet: the place to report what was
   * done with {@code PassContext.infotext}.
   */
  @Override
  default void close() {}
}
