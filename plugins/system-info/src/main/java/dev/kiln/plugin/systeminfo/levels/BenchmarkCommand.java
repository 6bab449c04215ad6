package dev.kiln.plugin.systeminfo.levels;

import dev.kiln.plugin.systeminfo.records.BatchSpeed;
import dev.kiln.plugin.systeminfo.records.MeasuredRecord;
import dev.kiln.plugin.systeminfo.records.RecordStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.pf4j.Extension;

/** The extension's benchmark, and its record. */
@Extension
@Singleton
@Command(
    name = "benchmark",
    summary = "Measure it/s by the levels of webUI's system-info extension, and keep the record",
    options = BenchmarkCommand.Flags.class)
public final class BenchmarkCommand implements CliContribution {
  /** What is measured. */
  record Flags(
      @Option(
              label = "Level",
              help = "batches of 1; 1, 2, 4; up to 16; up to 64",
              defaultValue = "quick",
              flags = "--level")
          Level level,
      @Option(label = "Steps", help = "10, 20 or 50", defaultValue = "default", flags = "--steps")
          StepCount steps,
      @Option(
              label = "Size",
              help = "WIDTHxHEIGHT in pixels, at least 65536 of them",
              defaultValue = "512x512",
              flags = "--size")
          String size,
      @Option(
              label = "Model",
              help = "name, file or folder; the default model if empty",
              defaultValue = "",
              flags = "--model")
          String model,
      @Option(
              label = "Warm up",
              help = "make one picture in 20 steps before",
              defaultValue = "false",
              flags = "--warmup")
          boolean warmup,
      @Option(label = "User", help = "a name for the record", defaultValue = "", flags = "--user")
          String user,
      @Option(label = "Note", help = "a text for the record", defaultValue = "", flags = "--note")
          String note,
      @Option(
              label = "JSON",
              help = "print the record as JSON",
              defaultValue = "false",
              flags = "--json")
          boolean json) {}

  private static final int WARM_UP_STEPS = 20;

  private final Generations generations;
  private final QuietMachine quiet;
  private final Circumstances circumstances;
  private final RecordStore store;
  private final Json json;

  @Inject
  BenchmarkCommand(
      Generations generations,
      QuietMachine quiet,
      Circumstances circumstances,
      RecordStore store,
      Json json) {
    this.generations = generations;
    this.quiet = quiet;
    this.circumstances = circumstances;
    this.store = store;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Flags flags = call.options(Flags.class);
    BenchmarkRequest request =
        BenchmarkRequest.of(flags.size(), flags.model(), flags.steps().steps());
    MeasuredRecord record;
    try (QuietMachine.Hold hold = quiet.hold("kiln benchmark")) {
      load(request, flags.warmup(), call);
      record =
          store.begin(
              circumstances.record(request, flags.user(), flags.note()),
              word(flags.level()),
              request.steps());
      record = measured(record, request, flags.level(), call);
    }
    if (flags.json()) {
      call.print(json.write(record.values()));
    } else {
      record.lines().forEach(call::print);
    }
    return record.failed() ? 1 : 0;
  }

  /** A model is loaded before the clock runs, as it is where the extension runs. */
  private void load(BenchmarkRequest request, boolean warmup, CliCall call)
      throws InterruptedException {
    call.say(warmup ? "warming up" : "loading the model");
    int steps = warmup ? WARM_UP_STEPS : 1;
    generations.submit(request.fields(1, steps), GenerationWatcher.NONE).await();
  }

  /** Kept after each batch, so that an interruption leaves what was measured. */
  private MeasuredRecord measured(
      MeasuredRecord begun, BenchmarkRequest request, Level level, CliCall call)
      throws IOException, InterruptedException {
    MeasuredRecord record = begun;
    try {
      for (int batch : level.batches()) {
        BatchSpeed speed = speed(request, batch);
        boolean last = batch == level.batches().get(level.batches().size() - 1);
        record = record.with(speed, last);
        store.save(record);
        call.say(said(speed, request));
      }
    } catch (CancellationException | Generations.Busy stopped) {
      call.say(
          record.batches().isEmpty()
              ? "stopped before anything was measured"
              : "stopped; record " + record.id() + " has what was measured before");
      throw new CancellationException("the benchmark was stopped");
    }
    return record;
  }

  private BatchSpeed speed(BenchmarkRequest request, int batch) throws InterruptedException {
    Map<String, Object> fields = request.fields(batch, request.steps());
    try {
      return BatchClock.time(generations, fields, batch, request.steps());
    } catch (BadRequest tooMany) {
      return BatchSpeed.failed(batch, String.valueOf(tooMany.getMessage()));
    }
  }

  private static String said(BatchSpeed speed, BenchmarkRequest request) {
    if (!speed.problem().isEmpty()) {
      return "batch %d: error: %s".formatted(speed.batch(), speed.problem());
    }
    return String.format(
        Locale.ROOT,
        "batch %d: %s it/s, %.3f MP/s",
        speed.batch(),
        speed.text(),
        speed.iterationsPerSecond() / request.steps() * request.megapixels());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
