package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ControlNets against diffusers, 1e-3 relative, and what their runs promise. */
class ResidentNetworksTest {
  private static final double TOLERANCE = 1e-3;
  private static final Safetensors GOLDEN = Safetensors.resource("/goldens/unet.safetensors");

  @TempDir static Path temp;
  private static ModelStore store;
  private static RunControl control;

  @BeforeAll
  static void open() {
    store = DefaultModel.store(temp);
    control = new RunControl(dev.kiln.host.onnx.OrtRuntime.open());
  }

  @AfterAll
  static void close() {
    control.close();
    store.close();
  }

  private static NetworkRun controlNet(Path path) {
    return store.networks().controlNet(path, SessionPlan.plain(NetworkKind.CONTROLNET), control);
  }

  private static NetworkRun shipped(String name) {
    return controlNet(DefaultModel.models().resolve(name));
  }

  private static Map<String, Tensor> inputs(String key, String name) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put("sample", GOLDEN.tensor(key + ".sample"));
    inputs.put("timestep", GOLDEN.tensor(key + ".timestep"));
    inputs.put("encoder_hidden_states", GOLDEN.tensor(key + ".encoder_hidden_states"));
    inputs.put("controlnet_cond", GOLDEN.tensor(key + "." + name + ".controlnet_cond"));
    inputs.put("conditioning_scale", Tensor.of(new float[] {0.7f}));
    return inputs;
  }

  private static void demandGolden(List<Tensor> outputs, String key) {
    for (int i = 0; i < outputs.size(); i++) {
      String layer = i == outputs.size() - 1 ? "mid" : "down." + i;
      assertThat(Safetensors.difference(outputs.get(i), GOLDEN.tensor(key + "." + layer)))
          .as(layer)
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, seg", "false, pose", "true, seg", "true, pose"})
  void residualsEqualDiffusers(boolean built, String name) {
    Path models = built ? DefaultModel.diffusers() : DefaultModel.models();
    try (NetworkRun run = controlNet(models.resolve("controlnet").resolve(name))) {
      for (String key : List.of("0", "1", "2")) {
        Map<String, Tensor> inputs = inputs(key, name);
        demandGolden(run.run(inputs), key + "." + name);
        // The second run of a shape is one on memory that is laid out.
        demandGolden(run.run(inputs), key + "." + name);
      }
    }
  }

  /** Whole steps for each row, no scale, outputs without names: known by its inputs. */
  @Test
  void theFormOfAnotherExporterIsUnderstood() {
    Safetensors golden = Safetensors.resource("/controlnet/odd.safetensors");
    Path root = Path.of(System.getProperty("kiln.root"));
    try (NetworkRun run = controlNet(root.resolve("host/engine/src/test/resources/controlnet"))) {
      Map<String, Tensor> inputs = new HashMap<>();
      run.inputs().forEach(port -> inputs.put(port.name(), golden.tensor(port.name())));
      assertThat(inputs)
          .containsOnlyKeys("sample", "timestep", "encoder_hidden_states", "controlnet_cond");
      for (int time = 0; time < 2; time++) {
        List<Tensor> outputs = run.run(inputs);
        for (int i = 0; i < outputs.size(); i++) {
          assertThat(Safetensors.difference(outputs.get(i), golden.tensor(String.valueOf(i))))
              .isLessThan(TOLERANCE);
        }
      }
      assertThat(run.outputs()).hasSize(5);
    }
  }

  @Test
  void aHeldPictureIsEveryRowsAndNeedNotBeGivenAgain() {
    try (NetworkRun run = shipped("controlnet/seg")) {
      Map<String, Tensor> inputs = inputs("0", "seg");
      Tensor pictures = inputs.remove("controlnet_cond");
      float[] first = java.util.Arrays.copyOf(pictures.data(), pictures.rowSize());
      int[] shape = pictures.shape();
      run.hold("controlnet_cond", Tensor.of(first, 1, shape[1], shape[2], shape[3]));
      float[] held = run.run(inputs).get(0).data().clone();
      System.arraycopy(first, 0, pictures.data(), first.length, first.length);
      inputs.put("controlnet_cond", pictures);
      assertThat(run.run(inputs).get(0).data()).containsExactly(held);
    }
  }

  @Test
  void whatIsNotThereOrOfAnotherShapeIsToldWithBothShapes() {
    try (NetworkRun run = shipped("controlnet/seg")) {
      Map<String, Tensor> inputs = inputs("0", "seg");
      inputs.put("encoder_hidden_states", Tensor.zeros(2, 77, 768));
      assertThatThrownBy(() -> run.run(inputs))
          .isInstanceOf(BadRequest.class)
          .hasMessageContaining("for its input 'encoder_hidden_states', found [2, 77, 768]")
          .hasMessageContaining("takes [-1, -1, 128]");
      inputs.remove("sample");
      assertThatThrownBy(() -> run.run(inputs))
          .isInstanceOf(BadRequest.class)
          .hasMessageContaining("needs the input 'sample'");
      assertThatThrownBy(() -> run.hold("picture", Tensor.zeros(1)))
          .isInstanceOf(BadRequest.class)
          .hasMessageContaining("has no input 'picture', only [sample, timestep,");
    }
  }

  @Test
  void whatIsNoControlNetIsRefusedWithWhatItIs() throws IOException {
    Path models = DefaultModel.models();
    assertThatThrownBy(() -> controlNet(models.resolve("upscaler/4x-scenes.onnx")))
        .hasMessage(
            models.resolve("upscaler/4x-scenes.onnx")
                + " is no ControlNet: its inputs are [input], and none is 'controlnet_cond'");
    assertThatThrownBy(() -> controlNet(models.resolve("lora/cape.safetensors")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("is a LoRA");
    Path nowhere = temp.resolve("nowhere");
    assertThatThrownBy(() -> controlNet(nowhere))
        .hasMessage("there is no ControlNet at " + nowhere + "; see where the file lies");
    Path two = Files.createDirectories(temp.resolve("two"));
    Files.createFile(two.resolve("a.onnx"));
    Files.createFile(two.resolve("b.onnx"));
    assertThatThrownBy(() -> controlNet(two))
        .hasMessage(
            two
                + " holds 2 ONNX files and is no diffusers folder; name the file of the ControlNet");
  }

  /** A plugin's own network: any shapes, and none of it known before. */
  @Test
  void aNetworkOfAPluginRunsAsItIs() {
    Path file = DefaultModel.models().resolve("upscaler/4x-scenes.onnx");
    try (NetworkRun run = store.networks().open(file)) {
      String input = run.inputs().get(0).name();
      for (int side : new int[] {8, 12, 8}) {
        Tensor output = run.run(Map.of(input, Tensor.zeros(1, 3, side, side))).get(0);
        assertThat(output.shape()).containsExactly(1, 3, 4 * side, 4 * side);
      }
    }
    assertThatThrownBy(() -> store.networks().open(temp.resolve("none.onnx")))
        .hasMessage(
            "there is no network at " + temp.resolve("none.onnx") + "; see where the file lies");
  }

  /** y = 3x + 1, its weights from a file; made again when the file is another. */
  @Test
  void aNetworkThatAPluginWritesIsMadeOncePerStateOfItsFile() throws IOException {
    Path file = Files.writeString(temp.resolve("three.txt"), "3");
    List<String> written = new ArrayList<>();
    Consumer<NetworkGraph> writer =
        network -> {
          String factor = read(file);
          written.add(factor);
          GraphEditor graph = network.editor();
          Value x = network.input("x", "1", "rows");
          Value product = graph.mul(x, graph.constant(Float.parseFloat(factor)));
          network.output("y", graph.add(product, graph.constant(1)));
        };
    for (String factor : List.of("3", "3", "40")) {
      if (!read(file).equals(factor)) {
        Files.writeString(file, factor);
      }
      try (NetworkRun run = store.networks().build(file, "linear", writer)) {
        for (int rows = 1; rows < 4; rows++) {
          float[] y = run.run(Map.of("x", Tensor.of(new float[] {0, 1, 2}, 1, 3))).get(0).data();
          float slope = Float.parseFloat(factor);
          assertThat(y).containsExactly(1, slope + 1, 2 * slope + 1);
        }
      }
    }
    assertThat(written).containsExactly("3", "40");
    assertThatThrownBy(() -> store.networks().build(file, "odd", ResidentNetworksTest::writeOdd))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(file + " cannot be opened as a network of ONNX operators");
  }

  private static void writeOdd(NetworkGraph network) {
    network.output("y", network.editor().op("NoSuchOperator", network.input("x", "1")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
