package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.NetworkTrial;
import dev.kiln.spi.host.AttentionLab.Trial;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures one mechanism on one work: memory in a process of its own, then speed in this one, in
 * turns with the untouched graph.
 */
@Singleton
final class Measuring {
  private final Tasks tasks;
  private final AttentionLab lab;
  private final KilnProcesses processes;
  private final Machine machine;

  @Inject
  Measuring(Tasks tasks, AttentionLab lab, KilnProcesses processes, Machine machine) {
    this.tasks = tasks;
    this.lab = lab;
    this.processes = processes;
    this.machine = machine;
  }

  /** Measure; the best of some rounds counts. */
  Cell measure(Work work, String mechanism, int rounds) throws InterruptedException {
    Finished alone;
    try {
      alone =
          processes.run(
              List.of(
                  "benchmark",
                  "lra",
                  "--alone",
                  "--tasks",
                  work.task().name(),
                  "--tokens",
                  String.valueOf(work.tokens()),
                  "--mechanisms",
                  mechanism));
    } catch (IOException e) {
      return without(work, mechanism, 0, "no process could be started for it: " + e.getMessage());
    }
    // What a process of its own does not survive would end this one.
    String problem = alone.problem().orElse(alone.output().strip());
    return problem.isEmpty()
        ? timed(work, mechanism, rounds, alone.peakBytes())
        : without(work, mechanism, alone.peakBytes(), problem);
  }

  /**
   * In a process of its own: run a mechanism once.
   *
   * @return why it could not; empty otherwise
   */
  String runOnce(Work work, String mechanism) {
    Tensor tokens = inputs(work, tasks.examples(work.task())).get(0);
    Trial trial =
        lab.network(tasks.network(work.task()), Map.of("tokens", tokens), List.of(mechanism), 1)
            .get(0)
            .trial();
    return trial.reason().replaceAll("\\R", " ");
  }

  private static List<Tensor> inputs(Work work, Examples examples) {
    return work.examples() ? examples.batches() : List.of(examples.joined(work.tokens()));
  }

  private Cell timed(Work work, String mechanism, int rounds, long peakBytes) {
    Examples examples = tasks.examples(work.task());
    List<String> turns =
        mechanism.equals(AttentionLab.UNTOUCHED)
            ? List.of(mechanism)
            : List.of(AttentionLab.UNTOUCHED, mechanism);
    List<NetworkTrial> untouched = new ArrayList<>();
    List<NetworkTrial> found = new ArrayList<>();
    Path network = tasks.network(work.task());
    for (Tensor tokens : inputs(work, examples)) {
      List<NetworkTrial> trials = lab.network(network, Map.of("tokens", tokens), turns, rounds);
      untouched.add(trials.get(0));
      found.add(trials.get(trials.size() - 1));
    }
    for (NetworkTrial trial : found) {
      if (!trial.trial().reason().isEmpty()) {
        return without(work, mechanism, peakBytes, trial.trial().reason());
      }
    }
    int count = work.examples() ? examples.count() : 1;
    float[] logits = work.examples() ? logits(found, examples) : new float[0];
    Trial first = found.get(0).trial();
    return new Cell(
        work.label(),
        work.tokens(),
        mechanism,
        machine.name(),
        work.examples() ? examples.accuracy(logits) : Double.NaN,
        seconds(found) / count,
        seconds(untouched) / count,
        work.examples() ? examples.difference(logits) : first.difference(),
        peakBytes,
        first.sites(),
        "");
  }

  private static float[] logits(List<NetworkTrial> batches, Examples examples) {
    float[] logits = new float[examples.logits().size()];
    int at = 0;
    for (NetworkTrial batch : batches) {
      float[] some = batch.output().orElseThrow().data();
      System.arraycopy(some, 0, logits, at, some.length);
      at += some.length;
    }
    return logits;
  }

  private static double seconds(List<NetworkTrial> batches) {
    return batches.stream().mapToDouble(batch -> batch.trial().seconds()).sum();
  }

  private Cell without(Work work, String mechanism, long peakBytes, String reason) {
    double unknown = Double.NaN;
    return new Cell(
        work.label(),
        work.tokens(),
        mechanism,
        machine.name(),
        unknown,
        unknown,
        unknown,
        unknown,
        peakBytes,
        "",
        reason.replaceAll("\\R", " "));
  }
}
