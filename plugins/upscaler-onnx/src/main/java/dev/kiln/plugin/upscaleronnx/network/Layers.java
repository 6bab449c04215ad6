package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/** Writes the layers that upscalers are made of. */
final class Layers {
  private final NetworkGraph graph;
  private final GraphEditor writer;
  private final Parameters parameters;

  Layers(NetworkGraph graph, Parameters parameters) {
    this.graph = graph;
    this.writer = graph.editor();
    this.parameters = parameters;
  }

  /** The picture. */
  Value image() {
    return graph.input("image", "batch", "3", "height", "width");
  }

  void result(Value value) {
    graph.output("enlarged", value);
  }

  GraphEditor writer() {
    return writer;
  }

  /** A convolution with bias that keeps the size. */
  Value conv(Value x, String name) {
    return conv(x, name, parameters.read(name + ".weight"));
  }

  private Value conv(Value x, String name, float... weight) {
    int kernel = Math.toIntExact(parameters.shape(name + ".weight").get(2));
    int out = parameters.outputs(name);
    return conv(
        x,
        Tensor.of(weight, out, parameters.inputs(name), kernel, kernel),
        Tensor.of(parameters.read(name + ".bias"), out));
  }

  /** The same of weights that were computed. */
  Value conv(Value x, Tensor weight, Tensor bias) {
    long padding = weight.dim(2) / 2;
    Attributes attributes = Attributes.ofList("pads", padding, padding, padding, padding);
    return writer.op("Conv", attributes, x, writer.constant(weight), writer.constant(bias));
  }

  /**
   * Fold squares of pixels into channels, then convolve. torch counts the folded channels by color
   * first, ONNX by place in the square first: the weights follow.
   *
   * @param side of the squares
   */
  Value foldedConv(Value x, int side, String name) {
    if (side == 1) {
      return conv(x, name);
    }
    float[] weight = parameters.read(name + ".weight");
    int channels = parameters.inputs(name);
    int kernel = weight.length / (channels * parameters.outputs(name));
    int places = side * side;
    int colors = channels / places;
    float[] sorted = new float[weight.length];
    for (int i = 0; i < weight.length; i++) {
      int channel = i / kernel % channels;
      int moved = channel % places * colors + channel / places;
      sorted[i + (moved - channel) * kernel] = weight[i];
    }
    return conv(writer.op("SpaceToDepth", Attributes.of("blocksize", side), x), name, sorted);
  }

  Value leaky(Value x, float slope) {
    return writer.op("LeakyRelu", Attributes.of("alpha", slope), x);
  }

  /** A slope of its own for each channel. */
  Value prelu(Value x, String name) {
    float[] slopes = parameters.read(name + ".weight");
    return writer.op("PRelu", x, writer.constant(Tensor.of(slopes, slopes.length, 1, 1)));
  }

  /** Each pixel as a square of equal ones. */
  Value nearest(Value x, int scale) {
    if (scale == 1) {
      return x;
    }
    Attributes attributes =
        Attributes.of("mode", "nearest")
            .and("coordinate_transformation_mode", "asymmetric")
            .and("nearest_mode", "floor");
    Tensor scales = Tensor.of(new float[] {1, 1, scale, scale}, 4);
    return writer.op("Resize", attributes, x, Value.NONE, writer.constant(scales));
  }

  /** torch's pixel shuffle: channels become squares of pixels. */
  Value unfold(Value x, int side) {
    Attributes attributes = Attributes.of("blocksize", side).and("mode", "CRD");
    return side == 1 ? x : writer.op("DepthToSpace", attributes, x);
  }
}
