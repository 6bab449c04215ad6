package dev.kiln.host.weights.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;

/** The config.json of a CLIP text encoder, from its shapes. */
public final class InferredTextConfig {
  /** Values a head, in every CLIP. */
  private static final int HEAD_SIZE = 64;

  private static final int OPEN_CLIP_WIDTH = 1024;

  private InferredTextConfig() {}

  /**
   * By transformers' names: OpenAI's CLIP, or an OpenCLIP, which is wider, converted with the
   * layers that it needs.
   */
  public static ObjectNode clip(StateDict weights) {
    int width = new Shapes(weights).size("text_model.embeddings.token_embedding.weight", 1);
    return of(weights, width >= OPEN_CLIP_WIDTH ? "gelu" : "quick_gelu", 0);
  }

  /** Of Stable Diffusion 2: OpenCLIP up to its last layer but one. */
  public static ObjectNode openClip(StateDict weights) {
    return of(weights, "gelu", 1);
  }

  private static ObjectNode of(StateDict weights, String activation, int unused) {
    Shapes shapes = new Shapes(weights);
    String embeddings = "text_model.embeddings.";
    String layers = "text_model.encoder.layers.";
    int width = shapes.size(embeddings + "token_embedding.weight", 1);
    int vocabulary = shapes.size(embeddings + "token_embedding.weight", 0);
    int count = shapes.count(layers, ".layer_norm1.weight");
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.putArray("architectures").add("CLIPTextModel");
    config.put("model_type", "clip_text_model");
    config.put("vocab_size", vocabulary);
    config.put("hidden_size", width);
    config.put("intermediate_size", shapes.size(layers + "0.mlp.fc1.weight", 0));
    config.put("num_hidden_layers", count > unused ? count - unused : count);
    config.put("num_attention_heads", Math.max(1, width / HEAD_SIZE));
    config.put("max_position_embeddings", shapes.size(embeddings + "position_embedding.weight", 0));
    config.put("hidden_act", activation);
    config.put("layer_norm_eps", 1e-5);
    config.put("projection_dim", width);
    config.put("bos_token_id", vocabulary - 2);
    config.put("eos_token_id", vocabulary - 1);
    return config;
  }
}
