package dev.kiln.host.pipeline;

import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of one pass: its UNet, and those beside it, patched and with its attention as the
 * UNet is. For the generation's own thread.
 */
final class PassNetworks {
  private final PassUnet unet;
  private final ResidentNetworks networks;
  private final SessionPlans plans;
  private final RunControl control;

  PassNetworks(PassUnet unet, ResidentNetworks networks, SessionPlans plans, RunControl control) {
    this.unet = unet;
    this.networks = networks;
    this.plans = plans;
    this.control = control;
  }

  /** What the UNet of the pass wants to be fed with. */
  List<NetworkRun.Port> unetInputs() {
    return unet.inputs();
  }

  NetworkRun open(NetworkKind kind, Path path) {
    if (kind != NetworkKind.CONTROLNET) {
      throw new IllegalArgumentException("a pass opens CONTROLNET beside its UNet, not " + kind);
    }
    return new Planned(path);
  }

  /** A ControlNet that goes on without a plugin's attention that failed, as the UNet does. */
  private final class Planned implements NetworkRun {
    private final Path path;
    private final Map<String, Tensor> held = new HashMap<>();
    private NetworkRun run;

    Planned(Path path) {
      this.path = path;
      this.run = lease();
    }

    private NetworkRun lease() {
      return plans.use(NetworkKind.CONTROLNET, plan -> networks.controlNet(path, plan, control));
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
          leaseAnother(e);
        }
      }
    }

    private void leaseAnother(GraphProblem problem) {
      plans.leaveOut(problem);
      run.close();
      run = lease();
      held.forEach(run::hold);
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
}
