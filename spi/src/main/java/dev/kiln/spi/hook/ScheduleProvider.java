package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;

/**
 * Offer one noise schedule under one name. The host's own schedules are offered the same way.
 *
 * <p><b>When:</b> when a request names it; a plugin declares the names with {@code @Offers}. <br>
 * <b>How often:</b> once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ScheduleProvider extends HookPoint {
  ScheduleInfo info();

  /** Noise levels, descending: {@code call.steps()} values and a final 0. */
  double[] sigmas(ScheduleCall call);
}
