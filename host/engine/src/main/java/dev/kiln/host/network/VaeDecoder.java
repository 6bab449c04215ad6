package dev.kiln.host.network;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.spi.graph.Value;

/**
 * The decoder of an AutoencoderKL: {@code latent_sample} [batch, 4, height, width], unscaled, to
 * {@code sample} [batch, 3, 8·height, 8·width], about -1..1.
 */
public record VaeDecoder(VaeConfig config) {
  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  public Graph graph(WeightSource weights, LayerOperators operators) {
    Graph graph = new Graph("vae_decoder");
    Ports ports = new Ports(graph);
    int latent = config.latentChannels();
    Value sample = ports.input("latent_sample", "batch", latent, "height_latent", "width_latent");
    ModuleWriter module = ModuleWriter.of(graph, weights, operators);
    ModuleWriter decoder = module.at("decoder");
    VaeBlocks blocks = new VaeBlocks(config);

    Value hidden = sample;
    if (config.quantConv()) {
      hidden = module.at("post_quant_conv").conv(hidden, latent, latent, 1, 1, 0);
    }
    int in = config.deepest();
    hidden = decoder.at("conv_in").conv(hidden, latent, in, 3, 1, 1);
    hidden = blocks.middle(decoder.at("mid_block"), hidden);
    for (int i = 0; i < config.depth(); i++) {
      ModuleWriter block = decoder.at("up_blocks." + i);
      int out = config.levels().get(config.depth() - 1 - i);
      for (int j = 0; j <= config.layersPerBlock(); j++) {
        hidden = blocks.resnet(block.at("resnets." + j), hidden, in, out);
        in = out;
      }
      if (i < config.depth() - 1) {
        hidden = Resampling.up(block.at("upsamplers.0"), hidden, out);
      }
    }
    Value out = blocks.end(decoder, hidden, in, config.channels());
    ports.output(module, "sample", out, "batch", config.channels(), "height", "width");
    return graph;
  }
}
