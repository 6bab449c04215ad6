package dev.kiln.examples.bench;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.NetworkBuilder;
import dev.kiln.host.model.SingleFile;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.network.ModuleWriter;
import dev.kiln.host.weights.checkpoint.Part;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;

/**
 * The ways in which a linear layer can use torch's weight, [out, in], where it lies in its file;
 * all else as Kiln writes it.
 */
record LinearForms(String form) implements LayerOperators {
  static LinearForms of(String form) {
    return new LinearForms(form);
  }

  /** The UNet of a single file. */
  Graph graph(ModelSource model) {
    return NetworkBuilder.of(NetworkKind.UNET, model.config(NetworkKind.UNET), model.name())
        .graph(((SingleFile) model).contents().weights(Part.UNET), this);
  }

  @Override
  public Value linear(ModuleWriter module, Value x, LinearShape shape) {
    return switch (form) {
      case "gemm" -> gemm(module, x, shape);
      case "transpose" -> LayerOperators.EXPORTED.linear(module, x, shape);
      default -> LayerOperators.TUNED.linear(module, x, shape);
    };
  }

  private static Value gemm(ModuleWriter module, Value x, LinearShape shape) {
    GraphEditor graph = module.graph();
    Value flat = graph.reshape(x, -1, shape.in());
    Value weight = module.parameter("weight", shape.out(), shape.in());
    Value[] inputs =
        shape.bias()
            ? new Value[] {flat, weight, module.parameter("bias", shape.out())}
            : new Value[] {flat, weight};
    Value product = graph.op("Gemm", Attributes.of("transB", 1), inputs);
    Value rows = graph.op("Shape", Attributes.of("start", 0).and("end", 2), x);
    return graph.op("Reshape", product, graph.concat(0, rows, graph.list(shape.out())));
  }

  @Override
  public long operatorSet() {
    return LayerOperators.TUNED.operatorSet();
  }

  @Override
  public Value groupNorm(ModuleWriter module, Value x, NormShape shape) {
    return LayerOperators.TUNED.groupNorm(module, x, shape);
  }

  @Override
  public Value layerNorm(ModuleWriter module, Value x, NormShape shape) {
    return LayerOperators.TUNED.layerNorm(module, x, shape);
  }

  @Override
  public Residual addAndNorm(ModuleWriter module, Value x, Value y, NormShape shape) {
    return LayerOperators.TUNED.addAndNorm(module, x, y, shape);
  }

  @Override
  public Value silu(ModuleWriter module, Value x) {
    return LayerOperators.TUNED.silu(module, x);
  }

  @Override
  public Value gelu(ModuleWriter module, Value x) {
    return LayerOperators.TUNED.gelu(module, x);
  }

  @Override
  public Value quickGelu(ModuleWriter module, Value x) {
    return LayerOperators.TUNED.quickGelu(module, x);
  }

  @Override
  public Value attention(ModuleWriter module, Value q, Value k, Value v, HeadShape shape) {
    return LayerOperators.TUNED.attention(module, q, k, v, shape);
  }
}
