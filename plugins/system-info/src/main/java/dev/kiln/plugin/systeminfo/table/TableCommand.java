package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** The document's table on this machine. */
@Extension
@Singleton
@Command(
    name = "benchmark table",
    summary = "Measure what each condition costs, and what each optimizer wins back",
    options = TableCommand.Flags.class)
public final class TableCommand implements CliContribution {
  /** What is measured. */
  record Flags(
      @Option(
              label = "Model",
              help = "name, file or folder; the default model if empty",
              defaultValue = "",
              flags = "--model")
          String model,
      @Option(
              label = "Random model",
              help =
                  "a shape, sd15 say: random weights are made and kept, LoRA and ControlNets too",
              defaultValue = "",
              flags = "--random")
          String random,
      @Option(
              label = "Scale",
              help = "1, 1/2 or 1/4 of the document's sizes",
              defaultValue = "1",
              flags = "--scale")
          String scale,
      @Option(
              label = "Rows",
              help = "names, joined by commas; all if empty",
              defaultValue = "",
              flags = "--rows")
          String rows,
      @Option(
              label = "Columns",
              help = "names, joined by commas; all for every installed optimizer and Automatic",
              defaultValue = "",
              flags = "--columns")
          String columns,
      @Option(
              label = "Rounds",
              help = "how often each cell is run, all others in between",
              defaultValue = "3",
              min = 1,
              max = 100,
              flags = "--rounds")
          int rounds,
      @Option(
              label = "Full",
              help = "run every step instead of three of a cell",
              defaultValue = "false",
              flags = "--full")
          boolean full,
      @Option(
              label = "Again",
              help = "forget what an earlier run of the same table measured",
              defaultValue = "false",
              flags = "--again")
          boolean again,
      @Option(
              label = "Clear",
              help = "only delete the random models and the measurements",
              defaultValue = "false",
              flags = "--clear")
          boolean clear,
      @Option(
              label = "JSON",
              help = "print the numbers as JSON",
              defaultValue = "false",
              flags = "--json")
          boolean json,
      @Option(
              label = "Reports",
              help = "the folder for table.md, table.json and table.html",
              defaultValue = "outputs",
              flags = "--out")
          String out) {
    double factor() {
      return switch (scale) {
        case "1" -> 1;
        case "1/2" -> 0.5;
        case "1/4" -> 0.25;
        default -> throw new BadRequest("the scale is \"" + scale + "\"; it must be 1, 1/2 or 1/4");
      };
    }

    private static List<String> names(String list) {
      return Arrays.stream(list.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    List<Row> wantedRows() {
      return Row.named(names(rows), factor());
    }

    List<Column> wantedColumns(List<String> installed) {
      return Column.named(names(columns), installed);
    }
  }

  private static final int TIMED_STEPS = 3;

  private final AttentionLab lab;
  private final QuietMachine quiet;
  private final Machine machine;
  private final RandomModels randomModels;
  private final TableRecords records;
  private final TableRun run;
  private final Json json;

  @Inject
  TableCommand(
      AttentionLab lab,
      QuietMachine quiet,
      Machine machine,
      RandomModels randomModels,
      TableRecords records,
      TableRun run,
      Json json) {
    this.lab = lab;
    this.quiet = quiet;
    this.machine = machine;
    this.randomModels = randomModels;
    this.records = records;
    this.run = run;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Flags flags = call.options(Flags.class);
    if (!flags.random().isEmpty() && !flags.model().isEmpty()) {
      throw new BadRequest("--model and --random both name a model; leave one of them out");
    }
    try (QuietMachine.Hold hold = quiet.hold("kiln benchmark table")) {
      if (flags.clear()) {
        randomModels.clear();
        records.clear();
        return 0;
      }
      Figures figures = measured(flags, call);
      if (flags.json()) {
        call.print(json.write(HtmlReport.values(figures)));
      } else {
        new TableReport(figures).lines().forEach(call::print);
      }
      write(figures, Path.of(flags.out()), call);
    }
    return 0;
  }

  private Figures measured(Flags flags, CliCall call) throws IOException, InterruptedException {
    List<Row> rows = flags.wantedRows();
    List<Column> columns = flags.wantedColumns(lab.optimizers());
    ModelSet models =
        flags.random().isEmpty()
            ? new ModelSet(flags.model(), "couple", List.of("seg", "pose"), List.of())
            : randomModels.make(flags.random(), rows, call::say);
    Map<String, String> about = new LinkedHashMap<>(machine.card());
    about.put("kiln", records.version());
    about.put("model", flags.random().isEmpty() ? name(flags.model()) : "random " + flags.random());
    about.put("scale", flags.scale());
    String name = records.name(about, flags.full());
    TableRecord fresh = new TableRecord(about, flags.full() ? 0 : TIMED_STEPS);
    TableRecord record = flags.again() ? fresh : records.read(name).orElse(fresh);
    record.about().put("measured", LocalDate.now().toString());
    try {
      run.fill(record, new TableRun.Plan(rows, columns, models, flags.rounds()), name, call::say);
    } catch (InterruptedException e) {
      call.say("stopped; the same command goes on from here");
      write(new Figures(record, rows, columns), Path.of(flags.out()), call);
      throw e;
    }
    return new Figures(record, rows, columns);
  }

  private static String name(String model) {
    return model.isEmpty()
        ? "default"
        : model.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", "");
  }

  private void write(Figures figures, Path folder, CliCall call) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("table.md"), new TableReport(figures).markdown());
    Files.writeString(folder.resolve("table.json"), json.write(HtmlReport.values(figures)) + "\n");
    Files.writeString(folder.resolve("table.html"), new HtmlReport(figures, json).html());
    call.say("reports: " + folder.resolve("table.html") + ", table.md, table.json");
  }
}
