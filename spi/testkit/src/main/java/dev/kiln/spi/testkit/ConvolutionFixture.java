package dev.kiln.spi.testkit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.testkit.GraphRunner.Input;
import java.util.List;
import java.util.Map;

/**
 * A network of one 3x3 convolution of any size, {@code /block/conv}, as exporters write it. Its
 * input is {@code sample}; its outputs are {@code convolution} and {@code beside}, a norm of the
 * input that nothing may touch.
 *
 * @param inputs channels
 * @param outputs channels
 * @param above rows of zeros above
 * @param below rows of zeros below
 */
public record ConvolutionFixture(
    int inputs, int outputs, int height, int width, int above, int below, boolean biased) {
  private static final int KERNEL = 3;

  /** With a bias, and padding of 1 on all sides. */
  public static ConvolutionFixture of(int inputs, int outputs, int height, int width) {
    return new ConvolutionFixture(inputs, outputs, height, width, 1, 1, true);
  }

  /** A part of a picture: with zeros only where its border is the picture's. */
  public ConvolutionFixture strip(int above, int below) {
    return new ConvolutionFixture(inputs, outputs, height, width, above, below, biased);
  }

  public ConvolutionFixture withoutBias() {
    return new ConvolutionFixture(inputs, outputs, height, width, above, below, false);
  }

  /** What a graph of it is made for. */
  public NetworkShape shape(int rows) {
    return new NetworkShape(rows, height, width, 77);
  }

  /** Rows of the result. */
  public int resultHeight() {
    return height + above + below - KERNEL + 1;
  }

  /** The network as its exporter left it. */
  public Graph graph() {
    Graph graph = new Graph("convolution");
    graph.operatorSets().put("", 17L);
    graph
        .inputs()
        .add(
            new GraphPort(
                "sample",
                ElementType.FLOAT,
                List.of(
                    Dimension.free("batch"),
                    Dimension.of(inputs),
                    Dimension.free("height"),
                    Dimension.free("width"))));
    NodeWriter root = NodeWriter.of(graph);
    NodeWriter module = root.at("/block/conv");
    Value sample = new Value("sample");
    Value weight = module.weight(Weight.floats("conv.weight", kernels(), weights()));
    long[] channels = {outputs};
    Value bias = module.weight(Weight.floats("conv.bias", channels, biases()));
    Attributes attributes =
        Attributes.ofList("kernel_shape", KERNEL, KERNEL)
            .andList("strides", 1, 1)
            .andList("pads", above, 1, below, 1);
    give(
        graph,
        root,
        "convolution",
        biased
            ? module.op("Conv", attributes, sample, weight, bias)
            : module.op("Conv", attributes, sample, weight));
    give(graph, root, "beside", root.at("/block/beside").softmax(sample));
    return graph;
  }

  private static void give(Graph graph, NodeWriter root, String name, Value value) {
    root.output(name, value);
    graph.outputs().add(GraphPort.unshaped(name, ElementType.FLOAT));
  }

  private long[] kernels() {
    return new long[] {outputs, inputs, KERNEL, KERNEL};
  }

  private float[] weights() {
    float[] values = GraphRunner.normal(3, kernels()).values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(inputs * KERNEL * KERNEL);
    }
    return values;
  }

  private float[] biases() {
    return GraphRunner.normal(4, outputs).values();
  }

  /** Inputs for so many rows, always the same. */
  public Map<String, Input> inputs(int rows) {
    return Map.of("sample", GraphRunner.normal(1, rows, inputs, height, width));
  }

  /** What a graph of this network gives out as its convolution. */
  public float[] run(Graph graph, int rows) {
    try (GraphRunner run = GraphRunner.open(graph)) {
      return run.run(inputs(rows), "convolution", rows, outputs, resultHeight(), width);
    }
  }

  /** What a graph of this network gives out beside. */
  public float[] beside(Graph graph, int rows) {
    try (GraphRunner run = GraphRunner.open(graph)) {
      return run.run(inputs(rows), "beside", rows, inputs, height, width);
    }
  }

  /** What the convolution is, summed directly in plain Java and double precision. */
  public float[] reference(int rows) {
    float[] sample = inputs(rows).get("sample").values();
    float[] weights = weights();
    float[] biases = biases();
    float[] result = new float[rows * outputs * resultHeight() * width];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < outputs; output++) {
        for (int y = 0; y < resultHeight(); y++) {
          for (int x = 0; x < width; x++) {
            double sum = biased ? biases[output] : 0;
            result[at++] = (float) (sum + sum(sample, weights, row, output, y, x));
          }
        }
      }
    }
    return result;
  }

  private double sum(float[] sample, float[] weights, int row, int output, int y, int x) {
    double sum = 0;
    for (int input = 0; input < inputs; input++) {
      for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
        int down = y + tap / KERNEL - above;
        int across = x + tap % KERNEL - 1;
        if (down >= 0 && down < height && across >= 0 && across < width) {
          sum +=
              (double) sample[((row * inputs + input) * height + down) * width + across]
                  * weights[(output * inputs + input) * KERNEL * KERNEL + tap];
        }
      }
    }
    return sum;
  }
}
