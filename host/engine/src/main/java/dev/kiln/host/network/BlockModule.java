package dev.kiln.host.network;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.LayerOperators.HeadShape;
import dev.kiln.host.network.LayerOperators.LinearShape;
import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.host.network.LayerOperators.Residual;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import java.util.Optional;

/**
 * One block with random weights as a network of its own: {@code sample} [batch, width, side, side],
 * and for a transformer {@code encoder_hidden_states}, to {@code out_sample}. For measuring.
 *
 * @param side of the picture whose positions are the tokens
 */
public record BlockModule(int width, int heads, int side) {
  /** Of the text that a transformer attends to, as in Stable Diffusion 1. */
  public static final int CONTEXT_WIDTH = 768;

  private static final int WINDOW = 8;
  private static final int GROUPS = 32;
  private static final int EXPANSION = 4;
  private static final float EPSILON = 1e-5f;

  /** Writes the block between input and output. */
  private interface Body {
    Value write(ModuleWriter module, Value sample);
  }

  /** Self attention, cross attention and a gated feed-forward. */
  public Graph transformer(LayerOperators operators) {
    Graph graph = new Graph("transformer");
    Value context =
        new Ports(graph).input("encoder_hidden_states", "batch", "tokens", CONTEXT_WIDTH);
    BasicTransformerBlock block = new BasicTransformerBlock(width, heads, CONTEXT_WIDTH, false);
    return graph(
        graph,
        operators,
        (module, sample) -> {
          Value tokens = block.write(module, Transformer2d.toTokens(module, sample), context);
          return Transformer2d.toImage(module, tokens, sample);
        });
  }

  /** Attention in windows, and a feed-forward. */
  public Graph swin(LayerOperators operators) {
    return graph(
        new Graph("swin"),
        operators,
        (module, sample) -> {
          Value x = Transformer2d.toTokens(module, sample);
          NormShape norm = new NormShape(width, 1, EPSILON);
          Value normed = operators.layerNorm(module.at("norm1"), x, norm);
          Residual sum = operators.addAndNorm(module.at("norm2"), x, windows(module, normed), norm);
          Value hidden = module.at("fc1").linear(sum.normed(), width, EXPANSION * width);
          hidden = operators.gelu(module.at("act"), hidden);
          hidden = module.at("fc2").linear(hidden, EXPANSION * width, width);
          return Transformer2d.toImage(module, module.graph().add(sum.sum(), hidden), sample);
        });
  }

  private Value windows(ModuleWriter module, Value x) {
    GraphEditor graph = module.graph();
    LayerOperators operators = module.operators();
    Value whole = graph.whole(side);
    Windows windows = new Windows(whole, whole, WINDOW, WINDOW, 0);
    Value parts = graph.toWindows(x, windows);
    LinearShape square = new LinearShape(width, width, true);
    Value q = operators.linear(module.at("to_q"), parts, square);
    Value k = operators.linear(module.at("to_k"), parts, square);
    Value v = operators.linear(module.at("to_v"), parts, square);
    Value mixed = operators.attention(module, q, k, v, new HeadShape(width, heads, false));
    return graph.fromWindows(module.at("proj").linear(mixed, width, width), windows);
  }

  /** Pooling in place of attention, and a feed-forward of 1x1 convolutions. */
  public Graph metaformer(LayerOperators operators) {
    return graph(
        new Graph("metaformer"),
        operators,
        (module, sample) -> {
          GraphEditor graph = module.graph();
          NormShape norm = new NormShape(width, 1, EPSILON);
          Value normed = operators.groupNorm(module.at("norm1"), sample, norm);
          Attributes pool =
              Attributes.ofList("kernel_shape", 3, 3)
                  .andList("strides", 1, 1)
                  .andList("pads", 1, 1, 1, 1);
          Value mixed = graph.sub(graph.op("AveragePool", pool, normed), normed);
          Value sum = graph.add(sample, graph.mul(mixed, scale(module, "layer_scale_1")));
          Value hidden = operators.groupNorm(module.at("norm2"), sum, norm);
          hidden = module.at("fc1").conv(hidden, width, EXPANSION * width, 1, 1, 0);
          hidden = operators.gelu(module.at("act"), hidden);
          hidden = module.at("fc2").conv(hidden, EXPANSION * width, width, 1, 1, 0);
          return graph.add(sum, graph.mul(hidden, scale(module, "layer_scale_2")));
        });
  }

  private Value scale(ModuleWriter module, String name) {
    return module.at(name).parameter("weight", width, 1, 1);
  }

  /** Two convolutions with norms and activations. */
  public Graph resnet(LayerOperators operators) {
    ResnetBlock2d block = ResnetBlock2d.timeless(width, width, GROUPS, EPSILON);
    return graph(
        new Graph("resnet"),
        operators,
        (module, sample) -> block.write(module, sample, Optional.empty()));
  }

  private Graph graph(Graph graph, LayerOperators operators, Body body) {
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", "batch", width, side, side);
    ModuleWriter root = ModuleWriter.of(graph, new RandomWeights(), operators);
    Value out = body.write(root.at("block"), sample);
    ports.output(root, "out_sample", out, "batch", width, side, side);
    return graph;
  }

  /** The product of two square matrices, {@code sample} [size, size] being one of them. */
  public static Graph product(int size) {
    Graph graph = new Graph("product");
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", size, size);
    ModuleWriter root = ModuleWriter.of(graph, new RandomWeights(), LayerOperators.EXPORTED);
    Value weight = root.at("product").parameter("weight", size, size);
    Value out = root.graph().matmul(sample, weight);
    ports.output(root, "out_sample", out, size, size);
    return graph;
  }
}
