package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.Machine;
import dev.kiln.plugin.fast.benchmark.AcceleratorsCommand.Flags;
import dev.kiln.spi.host.HostState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures what was asked for, on what an earlier run measured already. */
@Singleton
final class Comparison {
  /** Whose segmenter is shipped, and whose words the prompts are. */
  private static final String DEFAULT_MODEL = "default";

  private final HostState host;
  private final Machine machine;
  private final Accelerators accelerators;
  private final Measuring measuring;
  private final TrialRecords records;

  @Inject
  Comparison(
      HostState host,
      Machine machine,
      Accelerators accelerators,
      Measuring measuring,
      TrialRecords records) {
    this.host = host;
    this.machine = machine;
    this.accelerators = accelerators;
    this.measuring = measuring;
    this.records = records;
  }

  /**
   * @throws dev.kiln.spi.BadRequest when a plugin that was named is not there
   */
  Plan plan(Flags flags) throws InterruptedException {
    String model = model(flags);
    Job job =
        new Job(
            flags.model(),
            flags.checkedSize(),
            flags.sampler(),
            flags.steps(),
            model.equals(DEFAULT_MODEL));
    return new Plan(job, accelerators.installed(flags.wanted()), flags.seeds(), flags.pairs());
  }

  /** What is known before anything is run. */
  TrialRecord record(Flags flags) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("machine", machine.name());
    about.put("instructions", machine.instructions());
    about.put("kiln", host.version());
    about.put("model", model(flags));
    about.put("size", flags.size().isEmpty() ? "the model's own" : flags.size());
    about.put("sampler", flags.sampler().isEmpty() ? "Kiln's default" : flags.sampler());
    about.put("steps", String.valueOf(flags.steps()));
    about.put("seeds", String.valueOf(flags.seeds()));
    TrialRecord record = records.of(about, flags.again());
    record.about().put("measured", LocalDate.now().toString());
    record.about().put("load when it began", machine.load());
    return record;
  }

  private String model(Flags flags) {
    return flags.model().isEmpty() ? host.model() : flags.model();
  }

  /**
   * Run what is missing.
   *
   * @throws InterruptedException when it was stopped; the record has what was measured
   */
  void fill(TrialRecord record, Plan plan, Consumer<String> say)
      throws IOException, InterruptedException {
    measuring.fill(record, plan, say);
    List<Trial> untouched = record.all(Setting.UNTOUCHED);
    record.about().put("attention", untouched.get(0).attention());
    record.about().put("drawn with", untouched.get(0).infotext().replaceAll("(?s).*\n", ""));
  }
}
