package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.ScheduleCall;

/**
 * A plugin's schedule whose faults are told as the plugin's.
 *
 * @param label by which users know it
 */
public record PluginSchedule(String plugin, String label, ScheduleProvider schedule)
    implements ScheduleProvider {
  @Override
  public double[] sigmas(ScheduleCall call) {
    try {
      double[] sigmas = schedule.sigmas(call);
      if (sigmas.length != call.steps() + 1 || sigmas[call.steps()] != 0) {
        throw new PluginProblem(
            "it gave %d noise levels for %d steps, the last one %s; it must give %d, the last one 0"
                .formatted(
                    sigmas.length,
                    call.steps(),
                    sigmas.length == 0 ? "missing" : sigmas[sigmas.length - 1],
                    call.steps() + 1));
      }
      demandDescent(sigmas);
      return sigmas;
    } catch (RuntimeException | Error e) {
      throw Attribution.of(e, plugin, "schedule " + label);
    }
  }

  /** Levels may repeat: a request may give one level as the smallest and the largest. */
  static void demandDescent(double[] sigmas) {
    double above = Double.MAX_VALUE;
    for (int i = 0; i < sigmas.length; i++) {
      if (!(sigmas[i] >= 0 && sigmas[i] <= above)) {
        throw new PluginProblem(
            "its noise level %d is %s; each must be finite, not below 0 and not above the one before"
                .formatted(i + 1, sigmas[i]));
      }
      above = sigmas[i];
    }
  }
}
