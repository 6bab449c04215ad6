package dev.kiln.host.sampler;

import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.function.Function;

/** A noise schedule of the host: a name and a formula. */
record HostSchedule(ScheduleInfo info, Function<ScheduleCall, double[]> formula)
    implements ScheduleProvider {
  @Override
  public double[] sigmas(ScheduleCall call) {
    return formula.apply(call);
  }
}
