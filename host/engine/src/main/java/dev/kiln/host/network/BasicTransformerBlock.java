package dev.kiln.host.network;

import dev.kiln.host.network.LayerOperators.HeadShape;
import dev.kiln.host.network.LayerOperators.LinearShape;
import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.host.network.LayerOperators.Residual;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/**
 * Self attention, cross attention and a gated feed-forward, each with its norm before and the sum
 * behind.
 *
 * @param contextWidth of the text's embeddings
 * @param onlyCross whether the first attention attends to the text too
 */
record BasicTransformerBlock(int width, int heads, int contextWidth, boolean onlyCross) {
  private static final float EPSILON = 1e-5f;

  /**
   * @param x [batch, tokens, width]
   * @param context [batch, text tokens, contextWidth]
   */
  Value write(ModuleWriter module, Value x, Value context) {
    NormShape norm = new NormShape(width, 1, EPSILON);
    LayerOperators operators = module.operators();
    Value normed = operators.layerNorm(module.at("norm1"), x, norm);
    Value mixed =
        attention(
            module.at("attn1"),
            normed,
            onlyCross ? context : normed,
            onlyCross ? contextWidth : width);
    Residual first = operators.addAndNorm(module.at("norm2"), x, mixed, norm);
    mixed = attention(module.at("attn2"), first.normed(), context, contextWidth);
    Residual second = operators.addAndNorm(module.at("norm3"), first.sum(), mixed, norm);
    return module.graph().add(second.sum(), feedForward(module.at("ff"), second.normed()));
  }

  private Value attention(ModuleWriter module, Value x, Value context, int from) {
    LayerOperators operators = module.operators();
    Value q = operators.linear(module.at("to_q"), x, new LinearShape(width, width, false));
    Value k = operators.linear(module.at("to_k"), context, new LinearShape(from, width, false));
    Value v = operators.linear(module.at("to_v"), context, new LinearShape(from, width, false));
    Value mixed = operators.attention(module, q, k, v, new HeadShape(width, heads, false));
    return module.at("to_out.0").linear(mixed, width, width);
  }

  /** GEGLU: (xV) · gelu(xW), then back to the width. */
  private Value feedForward(ModuleWriter module, Value x) {
    int inner = 4 * width;
    ModuleWriter gated = module.at("net.0");
    GraphEditor graph = gated.graph();
    Value both = gated.at("proj").linear(x, width, 2 * inner);
    Value value = graph.slice(both, -1, 0, inner);
    Value gate = graph.slice(both, -1, inner, 2L * inner);
    Value hidden = graph.mul(value, gated.operators().gelu(gated, gate));
    return module.at("net.2").linear(hidden, inner, width);
  }
}
