package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Runs one optimizer in a process of its own, whose memory is then its alone: both sides of it. */
@Singleton
final class Weighing {
  /** What such a process is started with. */
  static final String COMMAND = "benchmark weigh";

  private static final String BUDGET = "budget ";
  private static final String REASON = "reason ";

  /** What a shell calls a process that was ended by SIGKILL, as those are that take too much. */
  private static final int KILLED = 137;

  private static final int WRONG_INPUT = 2;

  private final KilnProcesses processes;
  private final AttentionLab lab;

  @Inject
  Weighing(KilnProcesses processes, AttentionLab lab) {
    this.processes = processes;
    this.lab = lab;
  }

  /**
   * Weigh an optimizer.
   *
   * @throws BadRequest when the work cannot be done by any
   */
  ProcessCost weigh(Workload work, String optimizer) throws InterruptedException {
    Finished end;
    try {
      end = processes.run(List.of("benchmark", "weigh", optimizer, work.word()));
    } catch (IOException e) {
      return new ProcessCost(0, 0, "no process could be started for it: " + e.getMessage());
    }
    if (end.exitCode() == WRONG_INPUT) {
      throw new BadRequest(lastLine(end.errors()));
    }
    String budget = said(end.output(), BUDGET);
    String problem = end.exitCode() == 0 ? said(end.output(), REASON) : problem(end);
    return new ProcessCost(end.peakBytes(), budget.isEmpty() ? 0 : Long.parseLong(budget), problem);
  }

  /** In the process: do the work once. */
  void work(String optimizer, Workload work, CliCall call) {
    call.print(BUDGET + lab.memory());
    Trial trial = work.run(lab, List.of(optimizer), 1).get(0);
    if (!trial.reason().isEmpty()) {
      call.print(REASON + trial.reason().replaceAll("\\R", " "));
    }
  }

  private static String said(String output, String what) {
    return output
        .lines()
        .filter(line -> line.startsWith(what))
        .map(line -> line.substring(what.length()))
        .findFirst()
        .orElse("");
  }

  private static String problem(Finished end) {
    String errors = end.errors().toLowerCase(Locale.ROOT);
    if (end.exitCode() == KILLED) {
      return "its process was killed, most likely for want of memory";
    }
    if (errors.contains("outofmemory") || errors.contains("out of memory")) {
      return "it ran out of memory";
    }
    if (errors.contains("failed to allocate") || errors.contains("bad_alloc")) {
      return "it ran out of memory";
    }
    return "its process ended with " + end.exitCode() + ": " + lastLine(end.errors());
  }

  private static String lastLine(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .map(line -> line.replaceFirst("^kiln: ", ""))
        .orElse("it said nothing");
  }
}
