package dev.kiln.host.network;

import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/**
 * Transformer blocks over the positions of an image.
 *
 * @param layers how many blocks
 * @param linear whether the projections around the blocks are linear layers; 1x1 convolutions
 *     otherwise
 */
record Transformer2d(BasicTransformerBlock block, int layers, boolean linear, int groups) {
  private static final float EPSILON = 1e-6f;

  /**
   * @param x [batch, channels, height, width]
   * @param context [batch, text tokens, width]
   */
  Value write(ModuleWriter module, Value x, Value context) {
    int width = block.width();
    Value normed =
        module.operators().groupNorm(module.at("norm"), x, new NormShape(width, groups, EPSILON));
    Value tokens;
    if (linear) {
      tokens = module.at("proj_in").linear(toTokens(module, normed), width, width);
    } else {
      tokens = toTokens(module, module.at("proj_in").conv(normed, width, width, 1, 1, 0));
    }
    for (int i = 0; i < layers; i++) {
      tokens = block.write(module.at("transformer_blocks." + i), tokens, context);
    }
    Value back;
    if (linear) {
      back = toImage(module, module.at("proj_out").linear(tokens, width, width), x);
    } else {
      back = module.at("proj_out").conv(toImage(module, tokens, x), width, width, 1, 1, 0);
    }
    return module.graph().add(back, x);
  }

  /** [batch, channels, height, width] to [batch, height * width, channels]. */
  static Value toTokens(ModuleWriter module, Value x) {
    GraphEditor graph = module.graph();
    return graph.transpose(graph.reshape(x, 0, 0, -1), 0, 2, 1);
  }

  /** The inverse, in the shape of an image that is there. */
  static Value toImage(ModuleWriter module, Value tokens, Value like) {
    GraphEditor graph = module.graph();
    return graph.op("Reshape", graph.transpose(tokens, 0, 2, 1), module.shapeOf(like));
  }
}
