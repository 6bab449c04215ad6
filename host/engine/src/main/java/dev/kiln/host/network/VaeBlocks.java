package dev.kiln.host.network;

import dev.kiln.host.network.LayerOperators.HeadShape;
import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/** The parts that encoder and decoder of an autoencoder share. */
record VaeBlocks(VaeConfig config) {
  private static final float EPSILON = 1e-6f;

  Value resnet(ModuleWriter module, Value x, int in, int out) {
    return ResnetBlock2d.timeless(in, out, config.groups(), EPSILON)
        .write(module, x, Optional.empty());
  }

  Value middle(ModuleWriter module, Value x) {
    int width = config.deepest();
    Value hidden = resnet(module.at("resnets.0"), x, width, width);
    if (config.middleAttention()) {
      hidden = attention(module.at("attentions.0"), hidden, width);
    }
    return resnet(module.at("resnets.1"), hidden, width, width);
  }

  /** One head over all positions. */
  private Value attention(ModuleWriter module, Value x, int width) {
    LayerOperators operators = module.operators();
    Value normed = norm(module.at("group_norm"), x, width);
    Value tokens = Transformer2d.toTokens(module, normed);
    Value q = module.at("to_q").linear(tokens, width, width);
    Value k = module.at("to_k").linear(tokens, width, width);
    Value v = module.at("to_v").linear(tokens, width, width);
    Value mixed = operators.attention(module, q, k, v, new HeadShape(width, 1, false));
    Value out = module.at("to_out.0").linear(mixed, width, width);
    return module.graph().add(Transformer2d.toImage(module, out, x), x);
  }

  Value norm(ModuleWriter module, Value x, int channels) {
    return module
        .operators()
        .groupNorm(module, x, new NormShape(channels, config.groups(), EPSILON));
  }

  /** The last norm and its activation, then a convolution to the channels that are wanted. */
  Value end(ModuleWriter module, Value x, int channels, int out) {
    Value hidden = norm(module.at("conv_norm_out"), x, channels);
    hidden = module.operators().silu(module.at("conv_act"), hidden);
    return module.at("conv_out").conv(hidden, channels, out, 3, 1, 1);
  }
}
