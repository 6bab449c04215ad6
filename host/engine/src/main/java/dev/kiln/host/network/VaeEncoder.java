package dev.kiln.host.network;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.spi.graph.Value;

/**
 * The encoder of an AutoencoderKL: {@code sample} [batch, 3, height, width] in -1..1 to {@code
 * latent_parameters}, mean and log variance, an eighth of the size.
 */
public record VaeEncoder(VaeConfig config) {
  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  public Graph graph(WeightSource weights, LayerOperators operators) {
    Graph graph = new Graph("vae_encoder");
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", "batch", config.channels(), "height", "width");
    ModuleWriter module = ModuleWriter.of(graph, weights, operators);
    ModuleWriter encoder = module.at("encoder");
    VaeBlocks blocks = new VaeBlocks(config);

    int in = config.levels().get(0);
    Value hidden = encoder.at("conv_in").conv(sample, config.channels(), in, 3, 1, 1);
    for (int i = 0; i < config.depth(); i++) {
      ModuleWriter block = encoder.at("down_blocks." + i);
      int out = config.levels().get(i);
      for (int j = 0; j < config.layersPerBlock(); j++) {
        hidden = blocks.resnet(block.at("resnets." + j), hidden, in, out);
        in = out;
      }
      if (i < config.depth() - 1) {
        hidden = block.at("downsamplers.0.conv").convPaddedBehind(hidden, out);
      }
    }
    hidden = blocks.middle(encoder.at("mid_block"), hidden);
    int parameters = 2 * config.latentChannels();
    Value out = blocks.end(encoder, hidden, config.deepest(), parameters);
    if (config.quantConv()) {
      out = module.at("quant_conv").conv(out, parameters, parameters, 1, 1, 0);
    }
    ports.output(
        module, "latent_parameters", out, "batch", parameters, "height_latent", "width_latent");
    return graph;
  }
}
