package dev.kiln.host.network;

import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/** Two convolutions with norms, around them a shortcut; the time embedding is added in between. */
record ResnetBlock2d(int in, int out, int timeWidth, int groups, float epsilon) {
  /** Without a time embedding, as autoencoders have them. */
  static ResnetBlock2d timeless(int in, int out, int groups, float epsilon) {
    return new ResnetBlock2d(in, out, 0, groups, epsilon);
  }

  /**
   * @param x [batch, in, height, width]
   * @param time [1, timeWidth], activated
   */
  Value write(ModuleWriter module, Value x, Optional<Value> time) {
    LayerOperators operators = module.operators();
    Value hidden = operators.groupNorm(module.at("norm1"), x, new NormShape(in, groups, epsilon));
    hidden = operators.silu(module.at("nonlinearity"), hidden);
    hidden = module.at("conv1").conv(hidden, in, out, 3, 1, 1);
    if (time.isPresent()) {
      Value shift = module.at("time_emb_proj").gemm(time.get(), timeWidth, out);
      hidden = module.graph().add(hidden, module.graph().reshape(shift, -1, out, 1, 1));
    }
    hidden = operators.groupNorm(module.at("norm2"), hidden, new NormShape(out, groups, epsilon));
    hidden = operators.silu(module.at("nonlinearity"), hidden);
    hidden = module.at("conv2").conv(hidden, out, out, 3, 1, 1);
    Value shortcut = in == out ? x : module.at("conv_shortcut").conv(x, in, out, 1, 1, 0);
    return module.graph().add(shortcut, hidden);
  }
}
