package dev.kiln.host.network;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/**
 * The operators that ONNX Runtime 1.29 runs best on a CPU; {@code OperatorsBenchmark} compares them
 * with the others. Weights are used in the layout of their file, [out, in].
 */
final class TunedOperators implements LayerOperators {
  static final float QUICK_GELU_SLOPE = 1.702f;

  @Override
  public long operatorSet() {
    return 20;
  }

  /**
   * FusedMatMul reads [out, in] where it lies. A Transpose that is folded at load makes a copy, and
   * Gemm wants two Reshapes around it.
   */
  @Override
  public Value linear(ModuleWriter module, Value x, LinearShape shape) {
    Value product =
        module
            .graph()
            .op(
                "com.microsoft.FusedMatMul",
                Attributes.of("transB", 1),
                x,
                module.parameter("weight", shape.out(), shape.in()));
    return shape.bias()
        ? module.graph().add(product, module.parameter("bias", shape.out()))
        : product;
  }

  /**
   * GroupNormalization is no kernel on the CPU, and the operators it is expanded to take twice as
   * long.
   */
  @Override
  public Value groupNorm(ModuleWriter module, Value x, NormShape shape) {
    return ExportedOperators.instanceNorm(module, x, shape);
  }

  /**
   * SkipLayerNormalization takes a sixth of LayerNormalization's time. With the input as its own
   * skip it sees 2x: mean and deviation double, so epsilon is taken four times and the result is
   * the same.
   */
  @Override
  public Value layerNorm(ModuleWriter module, Value x, NormShape shape) {
    return module
        .graph()
        .op(
            "com.microsoft.SkipLayerNormalization",
            Attributes.of("epsilon", 4 * shape.epsilon()),
            x,
            x,
            module.parameter("weight", shape.channels()),
            module.parameter("bias", shape.channels()));
  }

  @Override
  public Residual addAndNorm(ModuleWriter module, Value x, Value y, NormShape shape) {
    GraphEditor graph = module.graph();
    var outputs =
        graph.ops(
            "com.microsoft.SkipLayerNormalization",
            4,
            Attributes.of("epsilon", shape.epsilon()),
            x,
            y,
            module.parameter("weight", shape.channels()),
            module.parameter("bias", shape.channels()));
    return new Residual(outputs.get(3), outputs.get(0));
  }

  @Override
  public Value silu(ModuleWriter module, Value x) {
    return module.graph().op("com.microsoft.QuickGelu", Attributes.of("alpha", 1f), x);
  }

  @Override
  public Value quickGelu(ModuleWriter module, Value x) {
    return module
        .graph()
        .op("com.microsoft.QuickGelu", Attributes.of("alpha", QUICK_GELU_SLOPE), x);
  }

  @Override
  public Value gelu(ModuleWriter module, Value x) {
    return module.graph().op("Gelu", x);
  }

  /** Flash attention: the scores of a tile are never more than the cache holds. */
  @Override
  public Value attention(ModuleWriter module, Value q, Value k, Value v, HeadShape shape) {
    Attributes attributes = Attributes.of("num_heads", shape.heads());
    if (shape.causal()) {
      attributes = attributes.and("unidirectional", 1);
    }
    return module.graph().op("com.microsoft.MultiHeadAttention", attributes, q, k, v);
  }
}
