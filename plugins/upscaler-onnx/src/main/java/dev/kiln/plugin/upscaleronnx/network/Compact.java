package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/**
 * Real-ESRGAN's small network, SRVGGNetCompact: convolutions in a row with a learned slope after
 * each but the last, whose channels become pixels and are added to the nearest-neighbour picture.
 *
 * @param last the position of the last convolution
 */
record Compact(Parameters parameters, int last, int scale) implements Architecture {
  static Optional<Compact> of(Parameters parameters) {
    if (!parameters.has("body.0.weight") || !parameters.has("body.1.weight")) {
      return Optional.empty();
    }
    int last = 0;
    while (parameters.has(conv(last + 2) + ".weight")) {
      last += 2;
    }
    parameters.demandColors(parameters.inputs(conv(0)), "takes");
    int channels = parameters.outputs(conv(last));
    int scale = (int) Math.round(Math.sqrt(channels / 3.0));
    parameters.demandColors(channels / (scale * scale), "makes");
    return Optional.of(new Compact(parameters, last, scale));
  }

  private static String conv(int position) {
    return "body." + position;
  }

  @Override
  public int multiple() {
    return 1;
  }

  @Override
  public String name() {
    return "SRVGGNetCompact";
  }

  @Override
  public void write(NetworkGraph network) {
    Layers layers = new Layers(network, parameters);
    Value image = layers.image();
    Value x = layers.conv(image, conv(0));
    for (int i = 2; i <= last; i += 2) {
      x = layers.conv(layers.prelu(x, conv(i - 1)), conv(i));
    }
    layers.result(layers.writer().add(layers.unfold(x, scale), layers.nearest(image, scale)));
    parameters.demandAllUsed(name());
  }
}
