package dev.kiln.host.graph;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Networks of the tests, and what they compute. */
public final class Networks {
  private static final OrtRuntime RUNTIME = OrtRuntime.open();

  private Networks() {}

  public static Path model(String component) {
    return DefaultModel.models().resolve("default/" + component + "/model.onnx");
  }

  public static Path fixture(String name) {
    return Path.of(
        System.getProperty("kiln.root"), "host/engine/src/test/resources/networks", name);
  }

  public static GraphEdit edit(Path file, NetworkKind kind) {
    return new GraphEdit(OnnxReader.read(file), kind, Optional.empty());
  }

  /** The fused operator of ONNX Runtime, as the simplest optimizer would write it. */
  public static Value fused(AttentionSite site, GraphEditor graph) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    return site.bias()
        .map(
            bias ->
                graph.op(
                    "com.microsoft.MultiHeadAttention",
                    attributes,
                    site.query(),
                    site.key(),
                    site.value(),
                    Value.NONE,
                    Value.NONE,
                    graph.like(bias, site.query())))
        .orElseGet(
            () ->
                graph.op(
                    "com.microsoft.MultiHeadAttention",
                    attributes,
                    site.query(),
                    site.key(),
                    site.value()));
  }

  /** Every attention of a network as the fused operator. */
  public static Graph allFused(GraphEdit edit) {
    for (AttentionSite site : edit.attention()) {
      edit.replace(site.output(), fused(site, edit.editor().at(site.path())));
    }
    return edit.finish();
  }

  /** What a UNet makes of random latents and a random text. */
  public static float[] unet(Graph graph, int rows, int height, int width, int tokens) {
    long channels = graph.inputs().get(0).shape().get(1).size();
    long context =
        graph.inputs().stream()
            .filter(port -> port.name().equals("encoder_hidden_states"))
            .mapToLong(port -> port.shape().get(2).size())
            .findFirst()
            .orElseThrow();
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("sample", new long[] {rows, channels, height, width});
    shapes.put("encoder_hidden_states", new long[] {rows, tokens, context});
    Random random = new Random(7);
    shapes.forEach((name, shape) -> values.put(name, normal(random, size(shape))));
    long[] time = graph.inputs().get(1).shape().isEmpty() ? new long[0] : new long[] {rows};
    shapes.put("timestep", time);
    float[] step = new float[(int) size(time)];
    java.util.Arrays.fill(step, 431);
    values.put("timestep", step);
    return run(graph, values, shapes, new long[] {rows, channels, height, width});
  }

  public static float[] run(
      Graph graph, Map<String, float[]> values, Map<String, long[]> shapes, long... outputShape) {
    String output = graph.outputs().get(0).name();
    float[] result = new float[(int) size(outputShape)];
    try (InferenceSession network = InferenceSession.open(RUNTIME, Path.of(graph.name()), graph);
        RunControl control = new RunControl(RUNTIME);
        Binding binding = network.bind(shapes, Map.of(output, outputShape))) {
      for (GraphPort port : graph.inputs()) {
        float[] array = values.get(port.name());
        if (port.type() == ElementType.FLOAT) {
          binding.write(port.name(), 0, array, 0, array.length);
        } else {
          for (int i = 0; i < array.length; i++) {
            binding.writeNumber(port.name(), i, array[i]);
          }
        }
      }
      binding.run(control);
      binding.read(output, 0, result, 0, result.length);
    }
    return result;
  }

  public static float[] normal(Random random, long size) {
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static long size(long[] shape) {
    return java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** The largest difference, relative to the largest value. */
  public static double difference(float[] a, float[] b) {
    double most = 0;
    double scale = 0;
    for (int i = 0; i < b.length; i++) {
      most = Math.max(most, Float.isNaN(a[i]) ? Double.NaN : Math.abs(a[i] - b[i]));
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return most / scale;
  }
}
