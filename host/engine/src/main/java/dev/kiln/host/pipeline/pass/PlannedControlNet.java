package dev.kiln.host.pipeline.pass;

import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A ControlNet of one pass. Like the UNet, it goes on without a plugin's attention optimizer that
 * failed. For the generation's own thread.
 */
final class PlannedControlNet implements NetworkRun {
  private final SessionPlans plans;
  private final Function<SessionPlan, NetworkRun> opener;
  private final Map<String, Tensor> held = new HashMap<>();
  private NetworkRun run;

  /**
   * @param opener makes its session as it is planned
   */
  PlannedControlNet(SessionPlans plans, Function<SessionPlan, NetworkRun> opener) {
    this.plans = plans;
    this.opener = opener;
    this.run = open();
  }

  private NetworkRun open() {
    return plans.use(NetworkKind.CONTROLNET, opener);
  }

  @Override
  public List<Port> inputs() {
    return run.inputs();
  }

  @Override
  public List<Port> outputs() {
    return run.outputs();
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs) {
    while (true) {
      try {
        return run.run(inputs);
      } catch (GraphProblem e) {
        plans.leaveOut(e);
        run.close();
        run = open();
        held.forEach(run::hold);
      }
    }
  }

  @Override
  public void hold(String input, Tensor values) {
    held.put(input, values);
    run.hold(input, values);
  }

  @Override
  public void close() {
    run.close();
  }
}
