package dev.kiln.host.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The configuration of a UNet2DConditionModel or of the ControlNetModel beside it.
 *
 * @param levels from full resolution downwards
 * @param layersPerBlock resnets per level of the downsampling path; the upsampling path has one
 *     more
 * @param contextWidth of the text's embeddings
 * @param groups of the group norms
 * @param classes rows of the table of class embeddings; 0 for none
 */
public record UnetConfig(
    int inChannels,
    int outChannels,
    List<Level> levels,
    boolean middleAttention,
    int layersPerBlock,
    int contextWidth,
    boolean linearProjection,
    int groups,
    float epsilon,
    int classes,
    boolean cosineFirst,
    int frequencyShift) {
  /**
   * One resolution.
   *
   * @param downAttention whether it has transformers in the downsampling path
   * @param upAttention whether it has transformers in the upsampling path
   * @param layers blocks of a transformer
   * @param onlyCross whether its self attentions look at the text instead
   */
  public record Level(
      int channels,
      boolean downAttention,
      boolean upAttention,
      int heads,
      int layers,
      boolean onlyCross) {}

  /** Width of the time embedding. */
  int timeWidth() {
    return 4 * levels.get(0).channels();
  }

  int depth() {
    return levels.size();
  }

  Level middle() {
    return levels.get(levels.size() - 1);
  }

  /**
   * Read diffusers' {@code config.json}.
   *
   * @param file it came from, for messages
   * @throws dev.kiln.spi.BadRequest when it asks for what Kiln cannot build
   */
  public static UnetConfig of(JsonNode json, String file) {
    return new UnetConfigReader(new ConfigFields(json, file)).read();
  }
}
