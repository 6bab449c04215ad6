package dev.kiln.host.network;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.network.LayerOperators.NormShape;
import dev.kiln.spi.graph.Value;

/**
 * The denoising network: Ronneberger's U-Net with transformers that attend to the text. Inputs are
 * {@code sample} [batch, in, height, width], {@code timestep} (a scalar, fractions allowed), {@code
 * encoder_hidden_states} [batch, tokens, width] and, where the model has classes, {@code
 * class_labels} [batch]; the output is {@code out_sample}.
 */
public record Unet2dConditionModel(UnetConfig config) {
  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  public Graph graph(WeightSource weights, LayerOperators operators) {
    Graph graph = new Graph("unet");
    Ports ports = new Ports(graph);
    Value sample = ports.input("sample", "batch", config.inChannels(), "height", "width");
    Value timestep = ports.input("timestep");
    Value context = ports.input("encoder_hidden_states", "batch", "tokens", config.contextWidth());
    boolean classes = config.classes() > 0;
    if (classes) {
      ports.input("class_labels", ElementType.INT64, "batch");
    }
    ModuleWriter module = ModuleWriter.of(graph, weights, operators);
    Value time = new TimeEmbedding(config).write(module, timestep);
    if (classes) {
      Value label =
          module
              .at("class_embedding")
              .embedding(new Value("class_labels"), config.classes(), config.timeWidth());
      time = module.graph().add(time, label);
    }
    UnetBlocks blocks = new UnetBlocks(config, operators.silu(module, time), context);
    int channels = config.levels().get(0).channels();

    Value hidden = module.at("conv_in").conv(sample, config.inChannels(), channels, 3, 1, 1);
    UnetBlocks.Encoded encoded = blocks.down(module, hidden);
    hidden = blocks.middle(module, encoded.hidden());
    hidden = blocks.up(module, hidden, encoded.skips());
    hidden =
        operators.groupNorm(
            module.at("conv_norm_out"),
            hidden,
            new NormShape(channels, config.groups(), config.epsilon()));
    hidden = operators.silu(module.at("conv_act"), hidden);
    Value out = module.at("conv_out").conv(hidden, channels, config.outChannels(), 3, 1, 1);
    ports.output(module, "out_sample", out, "batch", config.outChannels(), "height", "width");
    return graph;
  }
}
