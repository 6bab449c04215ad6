package dev.kiln.host.model;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.graph.live.LiveWeights;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * A session, with the report on its graph.
 *
 * @param report the result of its recipe
 * @param operators tells whether another session computes in the same way
 * @param bytes that its weights take, as float32
 * @param live weights that may be changed between runs; empty for none
 * @param held the part of it that depends on one input alone, as a session of its own
 */
public record PatchedSession(
    InferenceSession network,
    RecipeReport report,
    String operators,
    long bytes,
    Optional<LiveWeights> live,
    Optional<Held> held)
    implements AutoCloseable {
  /** A network in one piece. */
  PatchedSession(InferenceSession network, RecipeReport report, long bytes) {
    this(network, report, "", bytes, Optional.empty(), Optional.empty());
  }

  /**
   * What is run once while its input stays the same.
   *
   * @param input of the whole network
   * @param value the input of the rest that takes its place
   */
  public record Held(InferenceSession network, String input, String value) {}

  /** Who computes which attention. */
  AttentionReport attention() {
    return report.attention();
  }

  /** What the patches of its weights and of its graph have to say. */
  List<String> warnings() {
    List<String> all = new ArrayList<>();
    live.ifPresent(weights -> all.addAll(weights.warnings()));
    all.addAll(report.warnings());
    return all;
  }

  /**
   * Run it once.
   *
   * @throws dev.kiln.host.graph.recipe.GraphProblem when it fails and a plugin computes its
   *     attention
   */
  void run(Binding binding, RunControl control) {
    attributed(
        () -> {
          binding.run(control);
          return List.of();
        });
  }

  /** Run it once where the shapes of its outputs are not known before; see {@link #run}. */
  List<Tensor> runOnce(Binding binding, RunControl control) {
    return attributed(() -> binding.runOnce(control));
  }

  private List<Tensor> attributed(Supplier<List<Tensor>> run) {
    try {
      return run.get();
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException | OutOfResources e) {
      throw GraphProblem.of(report, e);
    }
  }

  /**
   * Refuse a result with a NaN in it where a plugin computes attention; without one it is the
   * model's own matter.
   *
   * @param from the first value to look at
   */
  void demandNumbers(Tensor result, int from, int length) {
    float sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += result.data()[i];
    }
    if (Float.isNaN(sum)) {
      IllegalStateException nan = new IllegalStateException("it gave NaN in place of numbers");
      if (GraphProblem.of(report, nan) instanceof GraphProblem problem) {
        throw problem;
      }
    }
  }

  @Override
  public void close() {
    network.close();
    held.ifPresent(part -> part.network.close());
  }
}
