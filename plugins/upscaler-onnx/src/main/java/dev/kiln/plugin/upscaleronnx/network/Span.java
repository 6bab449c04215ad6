package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * SPAN (Wan et al., arXiv 2311.12770): six blocks that weigh their own result by how far it is from
 * none. The three convolutions of a layer, and the one beside them, are one in effect and are
 * written as one.
 */
record Span(Parameters parameters, int scale) implements Architecture {
  private static final int BLOCKS = 6;

  /** Of DIV2K's pictures, which the network takes off; then 0..1 becomes 0..255. */
  private static final float[] MEAN = {0.4488f, 0.4371f, 0.4040f};

  private static final float RANGE = 255;

  /** A file with this tensor leaves the colors as they are. */
  private static final String PLAIN = "no_norm";

  static Optional<Span> of(Parameters parameters) {
    if (parameters.names().noneMatch(name -> name.startsWith("block_1.c1_r."))) {
      return Optional.empty();
    }
    int channels = parameters.outputs("upsampler.0");
    int scale = (int) Math.round(Math.sqrt(channels / 3.0));
    parameters.demandColors(channels / (scale * scale), "makes");
    parameters.demandColors(ThreeConvolutions.inputs(parameters, "conv_1"), "takes");
    return Optional.of(new Span(parameters, scale));
  }

  @Override
  public int multiple() {
    return 1;
  }

  @Override
  public String name() {
    return "SPAN";
  }

  @Override
  public void write(NetworkGraph network) {
    Layers layers = new Layers(network, parameters);
    Value first = layer(layers, colors(layers), "conv_1");
    Value x = first;
    Value afterFirst = first;
    Value middle = first;
    for (int i = 1; i <= BLOCKS; i++) {
      String block = "block_" + i;
      middle = layer(layers, x, block + ".c1_r");
      x = block(layers, x, middle, block);
      afterFirst = i == 1 ? x : afterFirst;
    }
    x = layer(layers, x, "conv_2");
    x = layers.conv(layers.writer().concat(1, first, x, afterFirst, middle), "conv_cat");
    layers.result(layers.unfold(layers.conv(x, "upsampler.0"), scale));
    parameters.skip(PLAIN);
    parameters.skip("mean");
    parameters.demandAllUsed(name());
  }

  private Value colors(Layers layers) {
    Value image = layers.image();
    if (parameters.has(PLAIN)) {
      return image;
    }
    Value mean = layers.writer().constant(Tensor.of(MEAN.clone(), 1, 3, 1, 1));
    return layers.writer().mul(layers.writer().sub(image, mean), RANGE);
  }

  private Value layer(Layers layers, Value x, String name) {
    ThreeConvolutions merged = ThreeConvolutions.of(parameters, name);
    return layers.conv(x, merged.weight(), merged.bias());
  }

  /** (y + x)·(sigmoid(y) - 1/2) for the y of three layers. */
  private Value block(Layers layers, Value x, Value middle, String block) {
    Value second = layer(layers, silu(layers, middle), block + ".c2_r");
    Value third = layer(layers, silu(layers, second), block + ".c3_r");
    Value half = layers.writer().constant(0.5f);
    Value attention = layers.writer().sub(layers.writer().op("Sigmoid", third), half);
    return layers.writer().mul(layers.writer().add(third, x), attention);
  }

  private static Value silu(Layers layers, Value x) {
    return layers.writer().mul(x, layers.writer().op("Sigmoid", x));
  }
}
