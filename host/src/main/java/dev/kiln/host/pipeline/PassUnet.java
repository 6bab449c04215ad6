package dev.kiln.host.pipeline;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.graph.AttentionReport;
import dev.kiln.host.graph.AttentionReport.Choice;
import dev.kiln.host.graph.GraphProblem;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The UNet of one pass. A plugin's attention that fails, in making the graph or in running it,
 * fails the pass with its id and place; where it was chosen automatically, the pass goes on without
 * it. For the generation's own thread.
 */
final class PassUnet implements AutoCloseable {
  private final Model model;
  private final NetworkPlans plans;
  private final Tensor behind;
  private final RunControl control;
  private UnetRun run;

  /**
   * @param behind what the network's input has behind the latents
   */
  PassUnet(Model model, NetworkPlans plans, Tensor behind, RunControl control) {
    this.model = model;
    this.plans = plans;
    this.behind = behind;
    this.control = control;
    this.run = open();
  }

  private UnetRun open() {
    while (true) {
      try {
        return new UnetRun(model.unet(), plans.plan(NetworkKind.UNET), behind, control);
      } catch (GraphProblem e) {
        if (!plans.automatic() || !e.attention()) {
          throw e;
        }
        plans.leaveOut(e.plugin(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Who computes which attention. */
  AttentionReport attention() {
    return run.attention();
  }

  /** See {@link UnetRun#evaluate}. */
  void evaluate(
      Tensor sample, double timestep, Tensor[] conditions, int first, int count, Tensor result) {
    while (true) {
      try {
        run.evaluate(sample, timestep, conditions, first, count, result);
        if (fine(result, first, count)) {
          return;
        }
        throw new IllegalStateException("it gave numbers that are none (NaN)");
      } catch (CancellationException | BadRequest e) {
        throw e;
      } catch (IllegalStateException | OutOfResources e) {
        withoutCulprit(e);
      }
    }
  }

  private boolean fine(Tensor result, int first, int count) {
    int size = result.rowSize();
    float sum = 0;
    for (int i = first * size; i < (first + count) * size; i++) {
      sum += result.data()[i];
    }
    // A sum with a NaN in it is one; without optimizers it is the model's own matter.
    return !Float.isNaN(sum) || winners().isEmpty();
  }

  private List<Choice> winners() {
    return run.attention().choices().stream().filter(it -> !it.winner().isEmpty()).toList();
  }

  private void withoutCulprit(RuntimeException failure) {
    Optional<Choice> culprit = culprit(String.valueOf(failure.getMessage()));
    if (culprit.isEmpty()) {
      throw failure;
    }
    String plugin = culprit.get().plugin();
    String reason = "attention " + culprit.get().path() + ": " + failure.getMessage();
    if (!plans.automatic()) {
      throw new PluginProblem("plugin '" + plugin + "' failed in " + reason, failure);
    }
    plans.leaveOut(plugin, reason);
    run.close();
    run = open();
  }

  /** The site that the runtime's message names; the first one where it names none. */
  private Optional<Choice> culprit(String message) {
    List<Choice> winners = winners();
    return winners.stream()
        .filter(choice -> !choice.path().isEmpty() && message.contains(choice.path() + "/"))
        .max(Comparator.comparingInt(choice -> choice.path().length()))
        .or(() -> message.contains("Name:'") ? Optional.empty() : winners.stream().findFirst());
  }

  @Override
  public void close() {
    run.close();
  }
}
