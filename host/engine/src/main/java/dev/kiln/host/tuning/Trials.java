package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.NetworkTrial;
import dev.kiln.spi.host.AttentionLab.Trial;
import dev.kiln.spi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Runs a subject under several optimizers, in turns. Each trial has a session of its own, so that
 * the memory of one is given back before the next begins.
 */
final class Trials {
  /** Copies of the scores that an exported graph holds at once: raw, scaled, their softmax. */
  static final int COPIES = 3;

  private final QuietTrials quiet;
  private final Subject subject;
  private final Candidates candidates;
  private final Map<String, Best> results = new LinkedHashMap<>();
  private float[] expected = {};

  Trials(QuietTrials quiet, Subject subject, Candidates candidates) {
    this.quiet = quiet;
    this.subject = subject;
    this.candidates = candidates;
  }

  /** The best of an optimizer so far. */
  private record Best(
      double seconds, double difference, String sites, String reason, Optional<Tensor> output) {}

  /**
   * @return one result for each name, in order; of fewer rounds where the time ends in a later one
   * @throws BudgetSpent when the time ends in the first round
   */
  List<NetworkTrial> compare(List<String> optimizers, int rounds) {
    for (int round = 0; round < rounds; round++) {
      try {
        round(optimizers);
      } catch (BudgetSpent e) {
        if (round == 0) {
          throw e;
        }
        break;
      }
    }
    return optimizers.stream()
        .map(
            name -> {
              Best best = results.get(name);
              return new NetworkTrial(
                  new Trial(name, best.seconds, best.difference, best.sites, best.reason),
                  best.output);
            })
        .toList();
  }

  private void round(List<String> optimizers) {
    for (String optimizer : optimizers) {
      Best before = results.get(optimizer);
      if (before == null || before.reason.isEmpty()) {
        Best trial = quiet.make(control -> attempt(optimizer, control));
        results.merge(optimizer, trial, Trials::better);
      }
    }
  }

  private static Best better(Best a, Best b) {
    return b.seconds < a.seconds ? b : a;
  }

  private Best attempt(String optimizer, RunControl control) {
    try (Hooks hooks = candidates.open(optimizer)) {
      return run(optimizer, candidates.plan(optimizer, hooks, subject), control);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Best(Double.NaN, Double.NaN, "", String.valueOf(e.getMessage()), Optional.empty());
    }
  }

  private Best run(String optimizer, SessionPlan plan, RunControl control) {
    Graph graph = subject.graph();
    Candidates.Applied applied = candidates.applied(plan.recipe().apply(graph));
    if (applied.untouched()) {
      demandMemory(COPIES * subject.scoreBytes());
    }
    boolean none = optimizer.equals(AttentionLab.UNTOUCHED);
    String reason = none ? "" : applied.reason();
    control.throwIfTerminated();
    try (InferenceSession network =
            InferenceSession.open(quiet.runtime(), subject.file(), graph, plan.wishes());
        Binding binding = FilledBinding.of(network, subject)) {
      control.throwIfTerminated();
      Tensor output = output(binding.runOnce(control));
      long start = System.nanoTime();
      binding.runOnce(control);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (none && expected.length == 0) {
        expected = output.data();
      }
      return new Best(
          seconds, difference(output.data()), applied.sites(), reason, Optional.of(output));
    }
  }

  private void demandMemory(long need) {
    long allowed = quiet.allowance().bytes();
    if (need > allowed) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "it needs about %.1f GB; --measure-memory allows %.1f",
              need / 1e9,
              allowed / 1e9));
    }
    if (need > ProcessMemory.availableBytes()) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "it needs about %.1f GB, which are not free", need / 1e9));
    }
  }

  /** A patch may have added outputs, behind the network's own. */
  private static Tensor output(List<Tensor> outputs) {
    for (float value : outputs.get(0).data()) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException("its output holds " + value);
      }
    }
    return outputs.get(0);
  }

  private double difference(float... output) {
    if (expected.length == 0) {
      return Double.NaN;
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < output.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(output[i] - expected[i]));
    }
    return difference / largest;
  }
}
