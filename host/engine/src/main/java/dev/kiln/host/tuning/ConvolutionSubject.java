package dev.kiln.host.tuning;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One convolution alone, always with the same weights and the same input. For one thread. */
final class ConvolutionSubject implements Subject {
  private static final int TEXT = 77;

  /** Drawn numbers, which are repeated: millions of them would take longer than a run. */
  private static final int DRAWN = 4093;

  private final ConvolutionShape shape;
  private @Nullable ByteBuffer weights;

  ConvolutionSubject(ConvolutionShape shape) {
    this.shape = shape;
  }

  @Override
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
                    Dimension.of(shape.inputs()),
                    Dimension.free("height"),
                    Dimension.free("width"))));
    NodeWriter root = NodeWriter.of(graph);
    NodeWriter module = root.at("/conv");
    ConvolutionShape.Window window = shape.window();
    long[] kernels = {
      shape.outputs(),
      shape.inputs() / window.groups(),
      window.kernel().get(0),
      window.kernel().get(1)
    };
    Weight weight =
        new Weight("conv.weight", ElementType.FLOAT, kernels, new Weight.InMemory(weights()));
    Attributes attributes =
        Attributes.ofList("kernel_shape", longs(window.kernel()))
            .andList("strides", longs(window.strides()))
            .andList("pads", longs(window.padding()))
            .andList("dilations", longs(window.dilations()))
            .and("group", window.groups());
    Value result = module.op("Conv", attributes, new Value("sample"), module.weight(weight));
    root.output("convolution", result);
    graph.outputs().add(GraphPort.unshaped("convolution", ElementType.FLOAT));
    return graph;
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private ByteBuffer weights() {
    ByteBuffer made = weights;
    if (made == null) {
      float[] values = values("weights", Math.toIntExact(shape.weights()));
      float scale = (float) Math.sqrt((double) shape.outputs() / values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      made = WeightValues.direct(ElementType.FLOAT, values);
      weights = made;
    }
    return made;
  }

  @Override
  public float[] values(String input, int count) {
    Random random = new Random(input.hashCode());
    float[] drawn = new float[DRAWN];
    for (int i = 0; i < DRAWN; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = drawn[i % DRAWN];
    }
    return values;
  }

  @Override
  public Path file() {
    return Path.of("convolution-" + shape.height() + "x" + shape.width());
  }

  @Override
  public NetworkShape shape() {
    return new NetworkShape(rows(), (int) shape.height(), (int) shape.width(), TEXT);
  }

  private int rows() {
    return (int) Math.max(1, shape.rows());
  }

  @Override
  public Map<String, long[]> inputs() {
    long[] sizes = {rows(), shape.inputs(), shape.height(), shape.width()};
    return Map.of("sample", sizes);
  }

  /** What it reads or makes takes about as much as such scores would. */
  @Override
  public long scoreBytes() {
    long channels = Math.max(shape.inputs(), shape.outputs());
    return Float.BYTES * rows() * channels * shape.height() * shape.width();
  }
}
