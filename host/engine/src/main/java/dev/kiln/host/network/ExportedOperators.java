package dev.kiln.host.network;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * The operators of an export by {@code optimum}: what users have, and the reference for rewrites.
 * They were copied from exports of diffusers' modules.
 */
final class ExportedOperators implements LayerOperators {
  @Override
  public long operatorSet() {
    return 17;
  }

  /** The exporter writes the transposed weight; the runtime folds this into the same. */
  @Override
  public Value linear(ModuleWriter module, Value x, LinearShape shape) {
    GraphEditor graph = module.graph();
    Value weight = graph.transpose(module.parameter("weight", shape.out(), shape.in()), 1, 0);
    Value product = graph.matmul(x, weight);
    return shape.bias() ? graph.add(module.parameter("bias", shape.out()), product) : product;
  }

  @Override
  public Value groupNorm(ModuleWriter module, Value x, NormShape shape) {
    return instanceNorm(module, x, shape);
  }

  /** Each group as a channel of an instance norm without scale, then scale and shift. */
  static Value instanceNorm(ModuleWriter module, Value x, NormShape shape) {
    GraphEditor graph = module.graph();
    int groups = shape.groups();
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    Value grouped = graph.reshape(x, 0, groups, -1);
    Value normed =
        graph.op(
            "InstanceNormalization",
            Attributes.of("epsilon", shape.epsilon()),
            grouped,
            graph.constant(Tensor.of(ones, groups)),
            graph.constant(Tensor.zeros(groups)));
    Value back = graph.op("Reshape", normed, module.shapeOf(x));
    return graph.add(
        graph.mul(back, perChannel(module, "weight", shape)), perChannel(module, "bias", shape));
  }

  /** [channels] as [channels, 1, 1]. */
  private static Value perChannel(ModuleWriter module, String parameter, NormShape shape) {
    return module
        .graph()
        .reshape(module.parameter(parameter, shape.channels()), shape.channels(), 1, 1);
  }

  @Override
  public Value layerNorm(ModuleWriter module, Value x, NormShape shape) {
    return module
        .graph()
        .op(
            "LayerNormalization",
            Attributes.of("axis", -1).and("epsilon", shape.epsilon()),
            x,
            module.parameter("weight", shape.channels()),
            module.parameter("bias", shape.channels()));
  }

  @Override
  public Residual addAndNorm(ModuleWriter module, Value x, Value y, NormShape shape) {
    Value sum = module.graph().add(x, y);
    return new Residual(sum, layerNorm(module, sum, shape));
  }

  @Override
  public Value silu(ModuleWriter module, Value x) {
    return module.graph().mul(x, module.graph().op("Sigmoid", x));
  }

  @Override
  public Value quickGelu(ModuleWriter module, Value x) {
    GraphEditor graph = module.graph();
    Value slope = graph.constant(TunedOperators.QUICK_GELU_SLOPE);
    return graph.mul(x, graph.op("Sigmoid", graph.mul(x, slope)));
  }

  /** x · (1 + erf(x / sqrt(2))) / 2. */
  @Override
  public Value gelu(ModuleWriter module, Value x) {
    GraphEditor graph = module.graph();
    Value erf = graph.op("Erf", graph.op("Div", x, graph.constant((float) Math.sqrt(2))));
    return graph.mul(graph.mul(x, graph.add(erf, graph.constant(1f))), graph.constant(0.5f));
  }

  /** q and k are both scaled, by the fourth root of the head's size. */
  @Override
  public Value attention(ModuleWriter module, Value q, Value k, Value v, HeadShape shape) {
    GraphEditor graph = module.graph();
    Value scale = graph.constant((float) Math.pow(shape.size(), -0.25));
    Value query = graph.mul(heads(graph, q, shape, 0, 2, 1, 3), scale);
    Value keys = graph.mul(heads(graph, k, shape, 0, 2, 3, 1), scale);
    Value scores = graph.matmul(query, keys);
    if (shape.causal()) {
      scores = graph.add(scores, causalMask(graph, k));
    }
    Value mixed = graph.matmul(graph.softmax(scores), heads(graph, v, shape, 0, 2, 1, 3));
    return graph.reshape(graph.transpose(mixed, 0, 2, 1, 3), 0, 0, shape.width());
  }

  private static Value heads(GraphEditor graph, Value x, HeadShape shape, long... order) {
    return graph.transpose(graph.reshape(x, 0, 0, shape.heads(), shape.size()), order);
  }

  /** [tokens, tokens], 0 up to the diagonal and a large negative number behind it. */
  private static Value causalMask(GraphEditor graph, Value k) {
    Value tokens = graph.op("Shape", Attributes.of("start", 1).and("end", 2), k);
    Value square = graph.concat(0, tokens, tokens);
    Value full = graph.op("Expand", graph.constant(-Float.MAX_VALUE), square);
    return graph.op("Trilu", Attributes.of("upper", 1), full, graph.whole(1));
  }
}
