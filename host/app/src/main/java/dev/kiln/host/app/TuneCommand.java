package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.tuning.TuningBudget;
import dev.kiln.spi.BadRequest;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln tune}: measures now what {@code kiln serve} measures between pictures. */
@Command(
    name = TuneCommand.NAME,
    description = "measure which plugin computes attention and convolutions fastest here")
final class TuneCommand implements Callable<Integer> {
  static final String NAME = "tune";

  private static final Pattern TIME = Pattern.compile("(\\d{1,5})(s|m|h)?");
  private static final int LONGEST = 86_400;

  private final PrintStream out;
  private final PrintStream err;

  @Mixin private HostOptions host;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "",
      description = "the model by name (the default model)")
  private String model;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "",
      description = "of the pictures (the model's own)")
  private String size;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "how long it may take: 90s, 2m, 1h (${DEFAULT-VALUE}). The next time goes on")
  private String budget;

  TuneCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    int[] sides = size.isBlank() ? new int[] {0, 0} : SizeText.parse(size);
    TuningBudget allowed =
        new TuningBudget(seconds(budget), ProcessMemory.availableBytes() / 2, Long.MAX_VALUE);
    try (Engine engine = host.engine(new PluginOptionFlags());
        StopSignals signals = new StopSignals(engine::stopMeasuring)) {
      engine.tuning().run(model, sides[0], sides[1], allowed, out::println);
      return 0;
    } catch (CancellationException stopped) {
      err.println("kiln: stopped; what was measured is kept, and the next kiln tune goes on there");
      return Failure.INTERRUPTED;
    }
  }

  private static int seconds(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    long seconds = 0;
    if (matcher.matches()) {
      String unit = matcher.group(2) == null ? "s" : matcher.group(2);
      long factor = unit.equals("h") ? 3600 : unit.equals("m") ? 60 : 1;
      seconds = factor * Long.parseLong(matcher.group(1));
    }
    if (seconds < 1 || seconds > LONGEST) {
      throw new BadRequest(
          "budget is \"" + text + "\"; write a time from 1s to 24h, for example 90s or 2m");
    }
    return (int) seconds;
  }
}
