package dev.kiln.host.app;

import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.tuning.TuningBudget;
import dev.kiln.spi.BadRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What measuring between pictures may take. */
@FlagGroup.Of(FlagGroup.MEASURING)
final class MeasuringFlags {
  private static final int LONGEST = 86_400;
  private static final double GIGABYTE = 1e9;

  @Option(
      names = "--measure-time",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "for measuring attention of one model at one size between pictures; 0 measures nothing"
              + " (${DEFAULT-VALUE})")
  private int time;

  @Option(
      names = "--measure-memory",
      paramLabel = "GB",
      description = "memory for one measurement (a quarter of what is free)")
  private @Nullable Double memory;

  @Option(
      names = "--measure-size",
      paramLabel = "WxH",
      defaultValue = "1024x1024",
      description = "no larger pictures' attention is measured (${DEFAULT-VALUE})")
  private String size;

  /** Empty for no measuring. */
  Optional<TuningBudget> budget() {
    if (time < 0 || time > LONGEST) {
      throw new BadRequest("measure time is " + time + " s; it must be 0 to " + LONGEST);
    }
    if (memory != null && !(memory > 0 && memory < 1e6)) {
      throw new BadRequest("measure memory is " + memory + " GB; it must be more than 0");
    }
    int[] sides = SizeText.parse(size);
    long bytes = memory == null ? ProcessMemory.availableBytes() / 4 : (long) (memory * GIGABYTE);
    long pixels = (long) sides[0] * sides[1];
    return time == 0 ? Optional.empty() : Optional.of(new TuningBudget(time, bytes, pixels));
  }
}
