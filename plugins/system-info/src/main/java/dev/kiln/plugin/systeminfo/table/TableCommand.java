package dev.kiln.plugin.systeminfo.table;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  private final QuietMachine quiet;
  private final TableMeasuring measuring;
  private final Json json;

  @Inject
  TableCommand(QuietMachine quiet, TableMeasuring measuring, Json json) {
    this.quiet = quiet;
    this.measuring = measuring;
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
        measuring.clear();
        return 0;
      }
      Figures figures = measuring.figures(flags);
      try {
        measuring.fill(figures, flags, call::say);
      } catch (InterruptedException e) {
        call.say("stopped; the same command goes on from here");
        write(figures, Path.of(flags.out()), call);
        throw e;
      }
      if (flags.json()) {
        call.print(json.write(HtmlReport.values(figures)));
      } else {
        new TableReport(figures).lines().forEach(call::print);
      }
      write(figures, Path.of(flags.out()), call);
    }
    return 0;
  }

  private void write(Figures figures, Path folder, CliCall call) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("table.md"), new TableReport(figures).markdown());
    Files.writeString(folder.resolve("table.json"), json.write(HtmlReport.values(figures)) + "\n");
    Files.writeString(folder.resolve("table.html"), new HtmlReport(figures, json).html());
    call.say("reports: " + folder.resolve("table.html") + ", table.md, table.json");
  }
}
