package dev.kiln.host.network;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.network.LayerOperators.HeadShape;
import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.host.network.LayerOperators.Residual;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Value;

/**
 * CLIP's text encoder, of OpenAI or OpenCLIP: {@code input_ids} [batch, tokens] to {@code
 * last_hidden_state} and {@code hidden_states.i} [batch, tokens, width], i from 0, the embeddings,
 * to the number of layers, before the final norm.
 */
public record ClipTextModel(ClipTextConfig config) {
  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  public Graph graph(WeightSource weights, LayerOperators operators) {
    Graph graph = new Graph("text_encoder");
    Ports ports = new Ports(graph);
    Value ids = ports.input("input_ids", ElementType.INT64, "batch", "tokens");
    ModuleWriter root = ModuleWriter.of(graph, weights, operators);
    ModuleWriter module = root.at("text_model");
    NormShape norm = new NormShape(config.width(), 1, config.epsilon());

    Value hidden = embeddings(module.at("embeddings"), ids);
    give(ports, root, "hidden_states.0", hidden);
    Value normed = operators.layerNorm(layer(module, 0).at("layer_norm1"), hidden, norm);
    for (int i = 0; i < config.layers(); i++) {
      ModuleWriter layer = layer(module, i);
      Value mixed = attention(layer.at("self_attn"), normed);
      Residual attended = operators.addAndNorm(layer.at("layer_norm2"), hidden, mixed, norm);
      ModuleWriter next =
          i + 1 < config.layers()
              ? layer(module, i + 1).at("layer_norm1")
              : module.at("final_layer_norm");
      Value inner = feedForward(layer.at("mlp"), attended.normed());
      Residual out = operators.addAndNorm(next, attended.sum(), inner, norm);
      hidden = out.sum();
      normed = out.normed();
      give(ports, root, "hidden_states." + (i + 1), hidden);
    }
    give(ports, root, "last_hidden_state", normed);
    return graph;
  }

  private static ModuleWriter layer(ModuleWriter module, int index) {
    return module.at("encoder.layers." + index);
  }

  private void give(Ports ports, ModuleWriter module, String name, Value value) {
    ports.output(module, name, value, "batch", "tokens", config.width());
  }

  private Value embeddings(ModuleWriter module, Value ids) {
    int width = config.width();
    Value words = module.at("token_embedding").embedding(ids, config.vocabulary(), width);
    Value all = module.at("position_embedding").parameter("weight", config.positions(), width);
    Value tokens = module.graph().op("Shape", Attributes.of("start", 1).and("end", 2), ids);
    Value positions =
        module.graph().op("Slice", all, module.graph().list(0), tokens, module.graph().list(0));
    return module.graph().add(words, positions);
  }

  private Value attention(ModuleWriter module, Value x) {
    int width = config.width();
    Value q = module.at("q_proj").linear(x, width, width);
    Value k = module.at("k_proj").linear(x, width, width);
    Value v = module.at("v_proj").linear(x, width, width);
    HeadShape heads = new HeadShape(width, config.heads(), true);
    Value mixed = module.operators().attention(module, q, k, v, heads);
    return module.at("out_proj").linear(mixed, width, width);
  }

  private Value feedForward(ModuleWriter module, Value x) {
    Value hidden = module.at("fc1").linear(x, config.width(), config.inner());
    if (config.quickGelu()) {
      hidden = module.operators().quickGelu(module.at("activation_fn"), hidden);
    } else {
      hidden = module.operators().gelu(module.at("activation_fn"), hidden);
    }
    return module.at("fc2").linear(hidden, config.inner(), config.width());
  }
}
