package dev.kiln.host.pipeline.pass;

import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.NetworkRun;
import java.util.List;

/**
 * The UNet of one pass. If a plugin's attention fails while the graph is made or run, the pass
 * fails with its id and place. If it was chosen automatically, the pass goes on without it. For the
 * generation's own thread.
 */
public final class PassUnet implements AutoCloseable {
  private final Model model;
  private final SessionPlans plans;
  private final NetworkShape shape;
  private final RunControl control;
  private final int rowsAtOnce;
  private UnetRun run;

  /**
   * @param shape of its runs
   * @param rowsAtOnce how many rows of an image memory allows in one run
   */
  public PassUnet(
      Model model, SessionPlans plans, NetworkShape shape, RunControl control, int rowsAtOnce) {
    this.model = model;
    this.plans = plans;
    this.shape = shape;
    this.control = control;
    this.rowsAtOnce = rowsAtOnce;
    this.run = open();
  }

  private UnetRun open() {
    int height = shape.latentHeight();
    int width = shape.latentWidth();
    return plans.use(
        NetworkKind.UNET, plan -> new UnetRun(model.unet(), plan, height, width, control));
  }

  /** Who computes which attention and which convolution. */
  RecipeReport report() {
    return run.report();
  }

  /** {@link UnetRun#evaluate}, in as few runs as memory allows, all about as large. */
  void evaluate(Evaluation rows, int first, int count) {
    int runs = (count + rowsAtOnce - 1) / rowsAtOnce;
    for (int i = 0; i < runs; i++) {
      int from = count * i / runs;
      evaluateAtOnce(rows, first + from, count * (i + 1) / runs - from);
    }
  }

  private void evaluateAtOnce(Evaluation rows, int first, int count) {
    while (true) {
      try {
        run.evaluate(rows, first, count);
        return;
      } catch (GraphProblem e) {
        plans.leaveOut(e);
        run.close();
        run = open();
        // What was told when the pass began names operators that are gone.
        plans.report(run.report());
      }
    }
  }

  /** All its inputs, plugins' included. */
  List<NetworkRun.Port> inputs() {
    return run.inputs();
  }

  @Override
  public void close() {
    run.close();
  }
}
