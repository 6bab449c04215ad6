package dev.kiln.host.network;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.LayerOperators.HeadShape;
import dev.kiln.host.network.LayerOperators.LinearShape;
import dev.kiln.spi.graph.Value;

/**
 * One attention of a UNet with its four projections and random weights, as a network of its own:
 * {@code sample} [batch, width, height, width] and for cross attention {@code
 * encoder_hidden_states} to {@code out_sample}. For measuring.
 *
 * @param cross whether keys and values come from the text
 */
public record AttentionModule(int width, int heads, boolean cross) {
  public Graph graph(LayerOperators operators) {
    Graph graph = new Graph("attention");
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", "batch", width, "height", "width");
    ModuleWriter root = ModuleWriter.of(graph, new RandomWeights(), operators);
    ModuleWriter module = root.at("attn" + (cross ? 2 : 1));
    Value x = Transformer2d.toTokens(root, sample);
    Value context = cross ? ports.input("encoder_hidden_states", "batch", "tokens", width) : x;
    LinearShape square = new LinearShape(width, width, false);
    Value q = operators.linear(module.at("to_q"), x, square);
    Value k = operators.linear(module.at("to_k"), context, square);
    Value v = operators.linear(module.at("to_v"), context, square);
    Value mixed = operators.attention(module, q, k, v, new HeadShape(width, heads, false));
    Value out = module.at("to_out.0").linear(mixed, width, width);
    ports.output(
        root,
        "out_sample",
        Transformer2d.toImage(root, out, sample),
        "batch",
        width,
        "height",
        "width");
    return graph;
  }
}
