package dev.kiln.host.sampler;

import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.ScheduleInfo;

/** A noise schedule with its description. */
public record OfferedSchedule(ScheduleInfo info, ScheduleProvider provider) {}
