package dev.kiln.spi.testkit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionWishes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A graph as the host would run it, with named inputs. For one thread; close it. */
public final class GraphRunner implements AutoCloseable {
  private final InferenceSession network;
  private final RunControl control;

  private GraphRunner(InferenceSession network, RunControl control) {
    this.network = network;
    this.control = control;
  }

  /** Make a session of a graph. */
  public static GraphRunner open(Graph graph) {
    return open(graph, new SessionWishes());
  }

  /** Make a session of a graph as a tuner wishes it. */
  public static GraphRunner open(Graph graph, SessionWishes wishes) {
    OrtRuntime runtime = OrtRuntime.open();
    return new GraphRunner(
        InferenceSession.open(runtime, Path.of(graph.name()), graph, wishes),
        new RunControl(runtime));
  }

  /**
   * The values of one input.
   *
   * @param shape of them
   */
  public record Input(float[] values, long... shape) {}

  /** A run of one shape, whose memory is laid out and whose inputs are set. */
  public final class Prepared implements AutoCloseable {
    private final Binding binding;
    private final Map<String, long[]> outputs;

    private Prepared(Map<String, Input> inputs, Map<String, long[]> outputs) {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      inputs.forEach((name, input) -> shapes.put(name, input.shape()));
      this.outputs = outputs;
      this.binding = network.bind(shapes, outputs);
      inputs.forEach(this::write);
    }

    /** Number by number: a text encoder's tokens are whole. */
    private void write(String name, Input input) {
      for (int i = 0; i < input.values().length; i++) {
        binding.writeNumber(name, i, input.values()[i]);
      }
    }

    /** Run it. */
    public void run() {
      binding.run(control);
    }

    /** What the last run gave out under a name. */
    public float[] read(String output) {
      float[] values = new float[size(outputs.get(output))];
      binding.read(output, 0, values, 0, values.length);
      return values;
    }

    @Override
    public void close() {
      binding.close();
    }
  }

  /**
   * Lay out memory for runs of one shape.
   *
   * @param outputs the shapes of those that are computed
   */
  public Prepared prepare(Map<String, Input> inputs, Map<String, long[]> outputs) {
    return new Prepared(inputs, outputs);
  }

  /** Run once for one output. */
  public float[] run(Map<String, Input> inputs, String output, long... shape) {
    try (Prepared prepared = prepare(inputs, Map.of(output, shape))) {
      prepared.run();
      return prepared.read(output);
    }
  }

  /** Normally distributed values, the same for the same seed. */
  public static Input normal(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Input(values, shape);
  }

  /** The largest difference, relative to the largest value of the second; NaN where one is. */
  public static double difference(float[] found, float[] wanted) {
    if (found.length != wanted.length) {
      throw new IllegalArgumentException(found.length + " values against " + wanted.length);
    }
    double most = 0;
    double scale = 0;
    for (int i = 0; i < wanted.length; i++) {
      most = Math.max(most, Float.isNaN(found[i]) ? Double.NaN : Math.abs(found[i] - wanted[i]));
      scale = Math.max(scale, Math.abs(wanted[i]));
    }
    return most / scale;
  }

  private static int size(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
  }

  @Override
  public void close() {
    control.close();
    network.close();
  }
}
