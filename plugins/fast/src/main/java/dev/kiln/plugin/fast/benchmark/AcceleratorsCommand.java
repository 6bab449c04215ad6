package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/** Every accelerator against the untouched request, in one run. */
@Extension
@Singleton
@Command(
    name = "benchmark accelerators",
    summary = "Measure what each accelerator gains in speed, and what it costs in likeness",
    options = AcceleratorsCommand.Flags.class)
public final class AcceleratorsCommand implements CliContribution {
  /** What is measured. */
  record Flags(
      @Option(
              label = "Model",
              help = "name, file or folder; the default model if empty",
              defaultValue = "",
              flags = "--model")
          String model,
      @Option(
              label = "Size",
              help = "WIDTHxHEIGHT in pixels; the model's own if empty",
              defaultValue = "",
              flags = "--size")
          String size,
      @Option(
              label = "Seeds",
              help = "how many pictures of each setting",
              defaultValue = "16",
              min = 1,
              max = 1000,
              flags = "--seeds")
          int seeds,
      @Option(
              label = "Steps",
              help = "of the sampler",
              defaultValue = "20",
              min = 1,
              max = 150,
              flags = "--steps")
          int steps,
      @Option(
              label = "Sampler",
              help = "name; Kiln's default if empty",
              defaultValue = "",
              flags = "--sampler")
          String sampler,
      @Option(
              label = "Only",
              help = "ids, or names of attention, joined by commas; all accelerators if empty",
              defaultValue = "",
              flags = "--only")
          String only,
      @Option(
              label = "Pairs",
              help = "then draw the pairs that promise something, too",
              defaultValue = "false",
              flags = "--pairs")
          boolean pairs,
      @Option(
              label = "Again",
              help = "forget what an earlier run of the same measured",
              defaultValue = "false",
              flags = "--again")
          boolean again,
      @Option(
              label = "JSON",
              help = "print the numbers as JSON",
              defaultValue = "false",
              flags = "--json")
          boolean json,
      @Option(
              label = "Reports",
              help = "the folder for accelerators.md, accelerators.json and accelerators.html",
              defaultValue = "outputs",
              flags = "--out")
          String out) {
    private static final int ENOUGH_SEEDS = 4;

    /** Whether a pace may go by it. */
    boolean decides() {
      return wanted().isEmpty() && seeds >= ENOUGH_SEEDS;
    }

    List<String> wanted() {
      return Arrays.stream(only.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    String checkedSize() {
      if (!size.isEmpty() && !size.matches("[1-9]\\d{1,4}x[1-9]\\d{1,4}")) {
        throw new BadRequest("the size is \"" + size + "\"; write it as 512x512");
      }
      return size;
    }
  }

  private final QuietMachine quiet;
  private final Comparison comparison;
  private final ReportFiles files;
  private final Json json;

  @Inject
  AcceleratorsCommand(QuietMachine quiet, Comparison comparison, ReportFiles files, Json json) {
    this.quiet = quiet;
    this.comparison = comparison;
    this.files = files;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Flags flags = call.options(Flags.class);
    Path folder = Path.of(flags.out());
    try (QuietMachine.Hold hold = quiet.hold("kiln benchmark accelerators")) {
      Plan plan = comparison.plan(flags);
      TrialRecord record = comparison.record(flags);
      try {
        comparison.fill(record, plan, call::say);
      } catch (InterruptedException e) {
        files.write(plan.figures(record), folder);
        call.say("stopped; the same command goes on from here");
        throw e;
      }
      Figures figures = plan.figures(record);
      if (flags.json()) {
        call.print(json.write(figures.values()));
      } else {
        new TextReport(figures).lines().forEach(call::print);
      }
      files.write(figures, folder);
      if (flags.decides()) {
        files.keep(figures);
      } else {
        call.say(
            "--fast and the others do not go by this report: that takes all accelerators, so no"
                + " --only, and %d seeds or more".formatted(Flags.ENOUGH_SEEDS));
      }
      call.say("reports: " + folder.resolve("accelerators.html") + ", .md and .json");
    }
    return 0;
  }
}
