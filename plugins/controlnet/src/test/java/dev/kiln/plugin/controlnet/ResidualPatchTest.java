package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.recipe.GraphPart;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The UNet with residuals against diffusers, 1e-3 relative, and on what other exporters write. */
class ResidualPatchTest {
  private static final Safetensors GOLDEN = Safetensors.resource("/goldens/unet.safetensors");
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  @TempDir static Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"0.seg", "0.pose", "1.seg", "1.pose", "2.seg", "2.pose"})
  void fedResidualsEqualDiffusers(String key) {
    String number = key.substring(0, 1);
    Tensor sample = GOLDEN.tensor(number + ".sample");
    Tensor states = GOLDEN.tensor(number + ".encoder_hidden_states");
    Tensor[] conditions = new Tensor[sample.dim(0)];
    Arrays.setAll(conditions, i -> row(states, i));
    double timestep = GOLDEN.tensor(number + ".timestep").data()[0];
    Evaluation once = new Evaluation(sample, timestep, conditions);
    for (int i = 0; i < 6; i++) {
      once.fed().put(ResidualPatch.skip(i), GOLDEN.tensor(key + ".down." + i));
    }
    once.fed().put(ResidualPatch.MIDDLE, GOLDEN.tensor(key + ".mid"));
    try (ModelStore store = DefaultModel.store(temp);
        ModelStore.Lease lease = store.use("default");
        RunControl control = new RunControl(lease.model().runtime());
        UnetRun run =
            new UnetRun(lease.model().unet(), plan(), sample.dim(2), sample.dim(3), control)) {
      run.evaluate(once, 0, sample.dim(0));
    }
    Tensor expected = GOLDEN.tensor(key + ".out_sample_with_residuals");
    assertThat(Safetensors.difference(once.denoised(), expected)).isLessThan(1e-3);
  }

  private static SessionPlan plan() {
    GraphPart<GraphPatch> part =
        new GraphPart<>("controlnet", "jar", "", new ResidualPatch(), FakeNetwork.with());
    return new SessionPlan(
        new GraphRecipe(NetworkKind.UNET, List.of(part), List.of(), "", SHAPE),
        new SessionWishes());
  }

  private static Tensor row(Tensor batch, int index) {
    int size = batch.rowSize();
    float[] values = Arrays.copyOfRange(batch.data(), index * size, (index + 1) * size);
    return Tensor.of(values, Arrays.copyOfRange(batch.shape(), 1, batch.rank()));
  }

  static List<String> exporters() {
    return TestingUnet.EXPORTERS;
  }

  /**
   * One zero for each channel changes nothing, and every skip has an input. The exports have no
   * middle block: its input would be read by nothing, and is left out.
   */
  @ParameterizedTest
  @MethodSource("exporters")
  void zerosChangeNothingInWhateverExportersWrite(String exporter) {
    TestingUnet plain = TestingUnet.exported(exporter);
    GraphPatcher patcher = network -> Optional.of(new ResidualPatch());
    TestingUnet patched = plain.with(patcher, FakeNetwork.with().shape(SHAPE));
    Map<String, GraphRunner.Input> inputs = plain.inputs(SHAPE);
    int before = inputs.size();
    patched.graph().inputs().stream()
        .filter(port -> !inputs.containsKey(port.name()))
        .toList()
        .forEach(
            port -> {
              int channels = (int) port.shape().get(1).size();
              assertThat(channels).as(port.name()).isPositive();
              inputs.put(
                  port.name(), new GraphRunner.Input(new float[channels], 1, channels, 1, 1));
            });
    assertThat(inputs).hasSize(before + 4).containsKey("down_block_res_3");
    float[] expected = plain.run(SHAPE);
    try (GraphRunner run = patched.open()) {
      String output = patched.graph().outputs().get(0).name();
      float[] found = run.run(inputs, output, inputs.get("sample").shape());
      assertThat(GraphRunner.difference(found, expected)).isLessThan(1e-6);
    }
  }
}
