package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import java.util.List;
import java.util.Set;

/** Sees whether a ControlNet was made for the model that draws, before anything is run. */
final class BaseCheck {
  private static final Set<String> KNOWN =
      Set.of(
          UnitInputs.SAMPLE,
          UnitInputs.TIMESTEP,
          UnitInputs.CONTEXT,
          UnitInputs.HINT,
          UnitInputs.SCALE);

  private final String who;
  private final NetworkRun network;

  BaseCheck(WantedUnit wanted, NetworkRun network) {
    this.who = wanted.unit().name() + ": '" + wanted.model().shortName() + "'";
    this.network = network;
  }

  /**
   * @param unet the inputs of the UNet
   * @param residuals those that are for residuals
   * @throws BadRequest when it was made for another one
   */
  void demandFit(List<Port> unet, List<Port> residuals) {
    for (Port port : network.inputs()) {
      if (!KNOWN.contains(port.name())) {
        throw new BadRequest(
            "%s needs an input '%s', which is of another kind of model; choose a ControlNet for Stable Diffusion 1 or 2"
                .formatted(who, port.name()));
      }
    }
    for (String input : List.of(UnitInputs.SAMPLE, UnitInputs.CONTEXT)) {
      same(input, port(network.inputs(), input), port(unet, input));
    }
    List<Port> outputs = network.outputs();
    if (outputs.size() != residuals.size()) {
      throw other(
          "gives %d residuals, the UNet takes %d".formatted(outputs.size(), residuals.size()));
    }
    for (int i = 0; i < outputs.size(); i++) {
      same("residual " + i, outputs.get(i), residuals.get(i));
    }
  }

  /** Sizes that both know must be the same; the first is that of rows, which is free. */
  private void same(String what, Port given, Port wanted) {
    List<Long> one = given.shape();
    List<Long> two = wanted.shape();
    boolean fits = one.isEmpty() || two.isEmpty() || one.size() == two.size();
    for (int axis = 1; fits && axis < Math.min(one.size(), two.size()); axis++) {
      fits = one.get(axis) < 0 || two.get(axis) < 0 || one.get(axis).equals(two.get(axis));
    }
    if (!fits) {
      throw other("has %s of shape %s, the UNet of %s".formatted(what, one, two));
    }
  }

  private Port port(List<Port> ports, String name) {
    return ports.stream()
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadRequest(who + " has no input '" + name + "'; export it again"));
  }

  private BadRequest other(String difference) {
    return new BadRequest(
        who
            + " is for another base model: it "
            + difference
            + "; choose a ControlNet that was trained for this model");
  }
}
