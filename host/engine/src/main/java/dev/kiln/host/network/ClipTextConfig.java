package dev.kiln.host.network;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The configuration of a CLIPTextModel.
 *
 * @param positions most tokens of a text
 * @param quickGelu whether the activation is x · sigmoid(1.702 x); the exact one otherwise
 */
public record ClipTextConfig(
    int vocabulary,
    int width,
    int inner,
    int layers,
    int heads,
    int positions,
    boolean quickGelu,
    float epsilon) {
  /**
   * Read transformers' {@code config.json}.
   *
   * @throws dev.kiln.spi.BadRequest when it asks for what Kiln cannot build
   */
  public static ClipTextConfig of(JsonNode json, String file) {
    ConfigFields fields = new ConfigFields(json, file);
    fields.only("hidden_act", "quick_gelu", "gelu");
    int width = fields.whole("hidden_size", 512, 1, 1 << 14);
    int heads = fields.whole("num_attention_heads", 8, 1, 1024);
    if (width % heads != 0) {
      throw fields.wrong(
          "num_attention_heads",
          json.path("num_attention_heads"),
          "a divisor of hidden_size, " + width);
    }
    return new ClipTextConfig(
        fields.whole("vocab_size", 49408, 1, 1 << 20),
        width,
        fields.whole("intermediate_size", 2048, 1, 1 << 16),
        fields.whole("num_hidden_layers", 12, 1, 100),
        heads,
        fields.whole("max_position_embeddings", 77, 1, 1 << 14),
        fields.text("hidden_act", "quick_gelu").equals("quick_gelu"),
        (float) fields.real("layer_norm_eps", 1e-5));
  }
}
