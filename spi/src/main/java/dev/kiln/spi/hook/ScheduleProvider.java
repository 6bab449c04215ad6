package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.sampling.ScheduleCall;

/**
 * Offer one noise schedule. The host's own schedules are offered the same way.
 *
 * <p><b>When:</b> when a request names it; {@code @OffersSchedule} declares its names. <br>
 * <b>How often:</b> once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface ScheduleProvider extends HookPoint {
  /** Noise levels, descending: {@code call.steps()} values and a final 0. */
  double[] sigmas(ScheduleCall call);
}
