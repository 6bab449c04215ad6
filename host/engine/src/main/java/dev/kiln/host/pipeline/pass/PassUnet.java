package dev.kiln.host.pipeline.pass;

import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.graph.recipe.Variant;
import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.NetworkRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The UNet of one pass, and the variants of it that plugins make. If a plugin's attention fails
 * while the graph is made or run, the pass fails with its id and place. If it was chosen
 * automatically, the pass goes on without it. For the generation's own thread.
 */
public final class PassUnet implements AutoCloseable {
  private final Model model;
  private final SessionPlans plans;
  private final NetworkShape shape;
  private final RunControl control;
  private final int rowsAtOnce;
  private Map<Variant, UnetRun> runs;

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
    this.runs = open();
  }

  private Map<Variant, UnetRun> open() {
    return plans.use(NetworkKind.UNET, this::open);
  }

  private Map<Variant, UnetRun> open(SessionPlan plan) {
    Map<Variant, UnetRun> opened = new LinkedHashMap<>();
    try {
      opened.put(Variant.WHOLE, run(plan));
      for (Variant variant : plan.recipe().variants()) {
        opened.put(variant, run(plan.variant(variant)));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.values().forEach(UnetRun::close);
      throw e;
    }
  }

  private UnetRun run(SessionPlan plan) {
    return new UnetRun(model.unet(), plan, shape.latentHeight(), shape.latentWidth(), control);
  }

  private UnetRun whole() {
    return runs.get(Variant.WHOLE);
  }

  /** What may be evaluated in the place of the whole network. */
  Set<Variant> variants() {
    return runs.keySet();
  }

  /** Who computes which attention and which convolution. */
  RecipeReport report() {
    return whole().report();
  }

  /** {@link UnetRun#evaluate}, in as few runs as memory allows, all about as large. */
  void evaluate(Variant variant, Evaluation rows, int first, int count) {
    int runs = (count + rowsAtOnce - 1) / rowsAtOnce;
    for (int i = 0; i < runs; i++) {
      int from = count * i / runs;
      evaluateAtOnce(variant, rows, first + from, count * (i + 1) / runs - from);
    }
  }

  private void evaluateAtOnce(Variant variant, Evaluation rows, int first, int count) {
    while (true) {
      try {
        runs.get(variant).evaluate(rows, first, count);
        return;
      } catch (GraphProblem e) {
        plans.leaveOut(e);
        close();
        runs = open();
        // What was told when the pass began names operators that are gone.
        plans.report(report());
      }
    }
  }

  /** All its inputs, plugins' included. */
  List<NetworkRun.Port> inputs() {
    return whole().inputs();
  }

  /** All its outputs, plugins' included. */
  List<NetworkRun.Port> outputs() {
    return whole().outputs();
  }

  @Override
  public void close() {
    runs.values().forEach(UnetRun::close);
  }
}
