package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.ModelName;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.plugin.systeminfo.table.TableCommand.Flags;
import dev.kiln.spi.host.AttentionLab;
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
final class TableMeasuring {
  private static final int TIMED_STEPS = 3;

  private final HostState host;
  private final AttentionLab lab;
  private final Machine machine;
  private final RandomModels randomModels;
  private final TableRecords records;
  private final TableRun run;

  @Inject
  TableMeasuring(
      HostState host,
      AttentionLab lab,
      Machine machine,
      RandomModels randomModels,
      TableRecords records,
      TableRun run) {
    this.host = host;
    this.lab = lab;
    this.machine = machine;
    this.randomModels = randomModels;
    this.records = records;
    this.run = run;
  }

  /** What is known of the table before anything is run. */
  Figures figures(Flags flags) {
    Map<String, String> about = new LinkedHashMap<>(machine.card());
    about.put("kiln", host.version());
    about.put("model", flags.random().isEmpty() ? name(flags.model()) : "random " + flags.random());
    about.put("scale", flags.scale());
    TableRecord fresh =
        new TableRecord(about, flags.full() ? 0 : TIMED_STEPS, records.name(about, flags.full()));
    TableRecord record = flags.again() ? fresh : records.read(fresh.name()).orElse(fresh);
    record.about().put("measured", LocalDate.now().toString());
    return new Figures(record, flags.wantedRows(), flags.wantedColumns(lab.optimizers()));
  }

  /**
   * Run what is missing.
   *
   * @throws InterruptedException when it was stopped; the figures are of what was measured
   */
  void fill(Figures figures, Flags flags, Consumer<String> progress)
      throws IOException, InterruptedException {
    ModelSet models =
        flags.random().isEmpty()
            ? new ModelSet(flags.model(), "couple", List.of("seg", "pose"), List.of())
            : randomModels.make(flags.random(), figures.rows(), progress);
    TableRun.Plan plan =
        new TableRun.Plan(figures.rows(), figures.columns(), models, flags.rounds());
    run.fill(figures.record(), plan, progress);
  }

  private static String name(String model) {
    return model.isEmpty() ? "default" : ModelName.of(model);
  }

  /** Delete all measurements and random models. */
  void clear() throws IOException {
    randomModels.clear();
    records.clear();
  }
}
