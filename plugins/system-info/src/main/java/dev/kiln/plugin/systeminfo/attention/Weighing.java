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

/** Runs one optimizer in a process of its own, whose memory is then its alone: both sides of it. */
@Singleton
final class Weighing {
  /** What such a process is started with. */
  static final String COMMAND = "benchmark weigh";

  private static final String BUDGET = "budget ";
  private static final String REASON = "reason ";

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
      throw new BadRequest(end.lastLine());
    }
    String budget = said(end.output(), BUDGET);
    String problem = end.problem().orElseGet(() -> said(end.output(), REASON));
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
}
