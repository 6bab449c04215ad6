package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a ControlNet is run on, by the names that all exporters use. Memory is laid out once for
 * each number of rows and tokens.
 */
final class UnitInputs {
  static final String SAMPLE = "sample";
  static final String TIMESTEP = "timestep";
  static final String CONTEXT = "encoder_hidden_states";
  static final String HINT = "controlnet_cond";
  static final String SCALE = "conditioning_scale";

  private final Map<String, NetworkRun.Port> ports = new HashMap<>();
  private final Map<Integer, Map<Integer, Map<String, Tensor>>> byRowsAndTokens = new HashMap<>();

  /**
   * @param hint [3, height, width] in 0..1; what the network makes of it alone is computed here
   */
  UnitInputs(Tensor hint, NetworkRun network) {
    network.hold(HINT, Tensor.of(hint.data(), 1, hint.dim(0), hint.dim(1), hint.dim(2)));
    network.inputs().forEach(port -> ports.put(port.name(), port));
  }

  /** The inputs for some rows of a call. */
  Map<String, Tensor> of(DenoiseCall call, Rows rows) {
    Tensor first = call.conditioning(rows.row(0));
    Map<String, Tensor> inputs =
        byRowsAndTokens
            .computeIfAbsent(rows.count(), count -> new HashMap<>())
            .computeIfAbsent(
                first.dim(0), tokens -> laidOut(rows.count(), tokens, first.dim(1), call.sample()));
    float[] sample = inputs.get(SAMPLE).data();
    float[] context = inputs.get(CONTEXT).data();
    int latent = call.sample().rowSize();
    for (int i = 0; i < rows.count(); i++) {
      System.arraycopy(call.sample().data(), rows.row(i) * latent, sample, i * latent, latent);
      float[] tokens = call.conditioning(rows.row(i)).data();
      System.arraycopy(tokens, 0, context, i * tokens.length, tokens.length);
    }
    Arrays.fill(inputs.get(TIMESTEP).data(), (float) call.timestep());
    return inputs;
  }

  private Map<String, Tensor> laidOut(int rows, int tokens, int width, Tensor sample) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(SAMPLE, Tensor.zeros(rows, sample.dim(1), sample.dim(2), sample.dim(3)));
    inputs.put(CONTEXT, Tensor.zeros(rows, tokens, width));
    // Exports disagree: a scalar, a vector of one, or one for each row.
    boolean each = ports.get(TIMESTEP).shape().equals(List.of(-1L));
    inputs.put(TIMESTEP, Tensor.zeros(each ? rows : 1));
    if (ports.containsKey(SCALE)) {
      // Weights differ from layer to layer, so they are multiplied outside.
      inputs.put(SCALE, Tensor.of(new float[] {1}, 1));
    }
    return inputs;
  }
}
