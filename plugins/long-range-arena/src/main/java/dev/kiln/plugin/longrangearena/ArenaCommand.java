package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Measures mechanisms of attention on long sequences, or puts the records of such runs together.
 */
@Extension
@Singleton
@Command(
    name = "benchmark lra",
    summary = "Long Range Arena: accuracy, speed and memory of attention on long sequences",
    parameters = {"[RECORD...]"},
    options = ArenaFlags.class)
public final class ArenaCommand implements CliContribution {
  private final Arena arena;
  private final Measuring measuring;
  private final Tasks tasks;
  private final AttentionLab lab;
  private final PluginHome home;
  private final Json json;

  @Inject
  ArenaCommand(
      Arena arena, Measuring measuring, Tasks tasks, AttentionLab lab, PluginHome home, Json json) {
    this.arena = arena;
    this.measuring = measuring;
    this.tasks = tasks;
    this.lab = lab;
    this.home = home;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws InterruptedException {
    ArenaFlags flags = call.options(ArenaFlags.class);
    if (flags.alone()) {
      Selection one = Selection.alone(flags, tasks);
      call.print(measuring.runOnce(one.works().get(0), one.mechanisms().get(0)));
    } else if (flags.list()) {
      Selection.mechanisms(lab.optimizers()).forEach(call::print);
    } else {
      report(flags, call);
    }
    return 0;
  }

  private void report(ArenaFlags flags, CliCall call) throws InterruptedException {
    List<Cell> cells =
        call.parameters().isEmpty() ? measured(flags, call) : gathered(call.parameters(), call);
    Map<String, Task> known = new LinkedHashMap<>();
    Task.NAMES.forEach(name -> known.put(name, tasks.task(name)));
    ArenaReport report = new ArenaReport(cells, known);
    if (flags.json()) {
      call.print(json.write(report.json()));
    } else {
      report.lines().forEach(call::print);
    }
  }

  private List<Cell> measured(ArenaFlags flags, CliCall call) throws InterruptedException {
    Selection asked = Selection.of(flags, tasks, lab.optimizers());
    Path file =
        flags.record().isEmpty() ? home.folder().resolve("record.jsonl") : Path.of(flags.record());
    ArenaRecord record = new ArenaRecord(file, json, call::say);
    return arena.run(asked, flags, record, call::say);
  }

  private List<Cell> gathered(List<String> files, CliCall call) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (String file : files) {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new BadRequest("there is no record at " + file + "; name files that --record wrote");
      }
      cells.putAll(new ArenaRecord(Path.of(file), json, call::say).cells());
    }
    List<Cell> sorted = new ArrayList<>(cells.values());
    sorted.sort(
        Comparator.comparing((Cell cell) -> order(cell.work()))
            .thenComparing(Cell::tokens)
            .thenComparing(cell -> !cell.mechanism().equals(AttentionLab.UNTOUCHED))
            .thenComparing(Cell::mechanism));
    return sorted;
  }

  /** Tasks as the paper has them, then lengths. */
  private static int order(String work) {
    int at = Task.NAMES.indexOf(work);
    return at < 0 ? Task.NAMES.size() : at;
  }
}
