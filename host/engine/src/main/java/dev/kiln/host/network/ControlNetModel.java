package dev.kiln.host.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Value;
import java.util.List;

/**
 * The downsampling path of a UNet with a picture as additional input. Its outputs are added to the
 * UNet's skip connections and middle block (Zhang et al. 2023). Inputs are those of the UNet,
 * {@code controlnet_cond} [batch, 3, 8·height, 8·width] in 0..1 and {@code conditioning_scale}, a
 * double; outputs are {@code down_block_i_additional_residual} and {@code
 * mid_block_additional_residual}.
 *
 * @param hintChannels of the layers that read the picture
 */
public record ControlNetModel(UnetConfig config, List<Integer> hintChannels) {
  private static final int RGB = 3;

  /**
   * Read diffusers' {@code config.json}.
   *
   * @throws dev.kiln.spi.BadRequest when it asks for what Kiln cannot build
   */
  public static ControlNetModel of(JsonNode json, String file) {
    return new ControlNetModel(
        UnetConfig.of(json, file),
        new ConfigFields(json, file).channels("conditioning_embedding_out_channels"));
  }

  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  public Graph graph(WeightSource weights, LayerOperators operators) {
    Graph graph = new Graph("controlnet");
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", "batch", config.inChannels(), "height", "width");
    Value timestep = ports.input("timestep");
    Value context = ports.input("encoder_hidden_states", "batch", "tokens", config.contextWidth());
    Value picture = ports.input("controlnet_cond", "batch", RGB, "picture_height", "picture_width");
    Value scale = ports.input("conditioning_scale", ElementType.DOUBLE);
    ModuleWriter module = ModuleWriter.of(graph, weights, operators);
    Value factor = module.graph().op("Cast", Attributes.of("to", 1), scale);
    Value time = operators.silu(module, new TimeEmbedding(config).write(module, timestep));
    UnetBlocks blocks = new UnetBlocks(config, time, context);
    int channels = config.levels().get(0).channels();

    Value hidden = module.at("conv_in").conv(sample, config.inChannels(), channels, 3, 1, 1);
    hidden = module.graph().add(hidden, hint(module.at("controlnet_cond_embedding"), picture));
    UnetBlocks.Encoded encoded = blocks.down(module, hidden);
    Value middle = blocks.middle(module, encoded.hidden());

    List<Integer> widths = blocks.skipChannels();
    for (int i = 0; i < widths.size(); i++) {
      ModuleWriter zero = module.at("controlnet_down_blocks." + i);
      Value residual = zero.conv(encoded.skips().get(i), widths.get(i), widths.get(i), 1, 1, 0);
      String name = "down_block_" + i + "_additional_residual";
      give(ports, module, name, module.graph().mul(residual, factor), widths.get(i));
    }
    int width = config.middle().channels();
    Value residual = module.at("controlnet_mid_block").conv(middle, width, width, 1, 1, 0);
    String name = "mid_block_additional_residual";
    give(ports, module, name, module.graph().mul(residual, factor), width);
    return graph;
  }

  private static void give(
      Ports ports, ModuleWriter module, String name, Value value, int channels) {
    ports.output(module, name, value, "batch", channels, name + "_height", name + "_width");
  }

  /** An eighth of the picture's size, with the channels of the first level. */
  private Value hint(ModuleWriter module, Value picture) {
    LayerOperators operators = module.operators();
    int in = hintChannels.get(0);
    Value hidden = operators.silu(module, module.at("conv_in").conv(picture, RGB, in, 3, 1, 1));
    for (int i = 0; i < hintChannels.size() - 1; i++) {
      int out = hintChannels.get(i + 1);
      hidden = module.at("blocks." + 2 * i).conv(hidden, in, in, 3, 1, 1);
      hidden = operators.silu(module, hidden);
      hidden = module.at("blocks." + (2 * i + 1)).conv(hidden, in, out, 3, 2, 1);
      hidden = operators.silu(module, hidden);
      in = out;
    }
    return module.at("conv_out").conv(hidden, in, config.levels().get(0).channels(), 3, 1, 1);
  }
}
