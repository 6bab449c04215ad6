package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.graph.format.OnnxWriter;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.config.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that predict velocity (Salimans and Ho, 2022), v = sqrt(ā) ε - sqrt(1 - ā) x0. With the
 * network's own input x_vp = sqrt(ā) x0 + sqrt(1 - ā) ε this is v = sqrt(1 + σ²) ε - σ x_vp: the
 * default model's network gets these operators behind it, and must draw the same picture.
 */
class VelocityTest {
  private static final TrainedSigmas TABLE =
      TrainedSigmas.of("scaled_linear", 0.00085, 0.012, 1000);

  @TempDir private Path temp;

  @Test
  void networkThatPredictsVelocityDrawsThePictureOfTheSameNetworkInEpsilon() throws IOException {
    Path velocity = DamagedModel.copy(temp.resolve("velocity"));
    rewrite(velocity.resolve("unet"));
    predicts(velocity, "v_prediction");
    Path mistaken = DamagedModel.copy(temp.resolve("mistaken"));
    predicts(mistaken, "v_prediction");
    try (ModelStore models = DefaultModel.store(temp)) {
      try (ModelStore.Lease lease = models.use(velocity.toString())) {
        assertThat(lease.model().prediction()).isEqualTo(Prediction.V);
      }
      GenerationPipeline pipeline = new GenerationPipeline(models, HookSource.NONE);
      byte[] epsilon = draw(pipeline, "");
      // Half a level of 255: rounding of float32 through ten steps.
      assertThat(distance(draw(pipeline, velocity.toString()), epsilon)).isLessThan(0.5);
      assertThat(distance(draw(pipeline, mistaken.toString()), epsilon)).isGreaterThan(10);
    }
  }

  /** DDIM asks at whole time steps, which the rewritten network looks σ up by. */
  private static byte[] draw(GenerationPipeline pipeline, String model) {
    GenerationRequest request =
        GenerationRequest.of("a girl with long red hair")
            .model(model)
            .sampler("DDIM")
            .steps(10)
            .seed(3)
            .build();
    return pipeline
        .generate("job", request, Progress.SILENT, new Cancellation())
        .images()
        .get(0)
        .rgb();
  }

  private static void predicts(Path model, String what) throws IOException {
    Path config = model.resolve("scheduler/scheduler_config.json");
    String text = Files.readString(config);
    String changed =
        text.replaceFirst(
            "\"prediction_type\": *\"epsilon\"", "\"prediction_type\": \"" + what + "\"");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(config, changed);
  }

  private static void rewrite(Path unet) throws IOException {
    Path weights = Files.move(unet.resolve("model.onnx"), unet.resolve("weights.bin"));
    Graph graph = OnnxReader.read(weights);
    String out = graph.outputs().get(0).name();
    graph.nodes().replaceAll(node -> node.outputs().contains(out) ? renamed(node, out) : node);
    float[] sigmas = new float[TABLE.size()];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = (float) TABLE.at(i);
    }
    graph.add(Weight.floats("v_sigmas", new long[] {sigmas.length}, sigmas));
    graph.add(Weight.longs("v_shape", new long[] {4}, -1, 1, 1, 1));
    graph.add(Weight.floats("v_one", new long[] {1}, 1));
    cast(graph, "timestep", "v_time", 1);
    add(graph, "Round", "v_whole", "v_time");
    cast(graph, "v_whole", "v_index", 7);
    add(graph, "Gather", "v_level", "v_sigmas", "v_index");
    add(graph, "Reshape", "v_sigma", "v_level", "v_shape");
    add(graph, "Mul", "v_square", "v_sigma", "v_sigma");
    add(graph, "Add", "v_sum", "v_square", "v_one");
    add(graph, "Sqrt", "v_norm", "v_sum");
    add(graph, "Mul", "v_epsilon", "v_norm", "v_raw");
    add(graph, "Mul", "v_sample", "v_sigma", "sample");
    add(graph, "Sub", out, "v_epsilon", "v_sample");
    Files.write(unet.resolve("model.onnx"), OnnxWriter.write(graph, unet.toRealPath()));
  }

  private static Node renamed(Node node, String out) {
    Node copy =
        new Node(
            node.name(),
            node.domain(),
            node.operator(),
            node.inputs(),
            node.outputs().stream().map(it -> it.equals(out) ? "v_raw" : it).toList());
    copy.attributes().putAll(node.attributes());
    return copy;
  }

  private static Node add(Graph graph, String operator, String output, String... inputs) {
    Node node = new Node(output, "", operator, List.of(inputs), List.of(output));
    graph.nodes().add(node);
    return node;
  }

  /**
   * @param type ONNX's number of the element type
   */
  private static void cast(Graph graph, String input, String output, int type) {
    add(graph, "Cast", output, input).attributes().put("to", new Attribute.Whole(type));
  }

  private static double distance(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }
}
