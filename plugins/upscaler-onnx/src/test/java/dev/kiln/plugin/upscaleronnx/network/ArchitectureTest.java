package dev.kiln.plugin.upscaleronnx.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.plugin.upscaleronnx.TestingUpscalers;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Built networks against torch's results of reference.py, 1e-4 relative; and what is refused. */
class ArchitectureTest {
  private static final double TOLERANCE = 1e-4;
  private static final Safetensors GOLDEN =
      Safetensors.resource("/dev/kiln/plugin/upscaleronnx/network/pictures.safetensors");

  @TempDir private Path temp;
  private TestingUpscalers upscalers;

  @BeforeEach
  void open() {
    upscalers = new TestingUpscalers(temp);
  }

  @AfterEach
  void close() {
    upscalers.close();
  }

  @ParameterizedTest
  @CsvSource({
    "esrgan-x4, 4, 1",
    "esrgan-x4-authors, 4, 1",
    "esrgan-x4-sequential, 4, 1",
    "esrgan-x8-sequential, 8, 1",
    "real-esrgan-x2, 2, 2",
    "real-esrgan-x1, 1, 4",
    "compact-x3, 3, 1",
    "span-x2, 2, 1",
    "span-x4-plain, 4, 1"
  })
  void resultEqualsTorchs(String name, int scale, int multiple) {
    Path file = upscalers.withReference(name).folder().resolve(name + ".safetensors");
    Architecture architecture = Architecture.of(SafetensorsFile.open(file));
    assertThat(architecture.scale()).isEqualTo(scale);
    assertThat(architecture.multiple()).isEqualTo(multiple);
    try (NetworkRun run = upscalers.networks().build(file, name, architecture::write)) {
      Tensor made = run.run(Map.of("image", GOLDEN.tensor(name + ".picture"))).get(0);
      assertThat(Safetensors.difference(made, GOLDEN.tensor(name + ".enlarged")))
          .isLessThan(TOLERANCE);
    }
  }

  private Path file(NewTensor... tensors) {
    try {
      Path file = temp.resolve("file.safetensors");
      new SafetensorsWriter(Map.of(), List.of(tensors)).write(file);
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static NewTensor tensor(String name, long... shape) {
    return NewTensor.zeros(name, ElementType.FLOAT, shape);
  }

  private static String refusal(Path file) {
    BadRequest refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            BadRequest.class, () -> Architecture.of(SafetensorsFile.open(file)));
    assertThat(refusal).isNotNull();
    return refusal.getMessage();
  }

  @Test
  void anotherArchitectureIsRefusedWithThoseThatAreBuilt() {
    Path file = file(tensor("layers.0.attn.qkv.weight", 3, 3));
    assertThat(refusal(file))
        .isEqualTo(
            file
                + " is an upscaler of an architecture that Kiln does not build (ESRGAN, Real-ESRGAN,"
                + " compact and SPAN it does); export it to ONNX");
  }

  @Test
  void otherColorsAreRefused() {
    Path grey = file(compact(1, 1));
    assertThat(refusal(grey))
        .isEqualTo(
            grey
                + " takes pictures of 1 channels, expected red, green and blue; choose another file");
    Path five = file(compact(3, 5));
    assertThat(refusal(five)).contains(" makes pictures of 5 channels, expected");
  }

  private static NewTensor[] compact(int inputs, int outputs) {
    return new NewTensor[] {
      tensor("body.0.weight", 4, inputs, 3, 3),
      tensor("body.0.bias", 4),
      tensor("body.1.weight", 4),
      tensor("body.2.weight", outputs, 4, 3, 3),
      tensor("body.2.bias", outputs)
    };
  }

  private void build(Path file) {
    Architecture architecture = Architecture.of(SafetensorsFile.open(file));
    upscalers.networks().build(file, "any", architecture::write).close();
  }

  @Test
  void tensorThatIsMissingIsNamed() {
    Path file =
        file(
            tensor("body.0.weight", 4, 3, 3, 3),
            tensor("body.1.weight", 4),
            tensor("body.2.weight", 12, 4, 3, 3),
            tensor("body.2.bias", 12));
    assertThatThrownBy(() -> build(file))
        .isInstanceOf(BadRequest.class)
        .hasMessage(file + " lacks the tensor body.0.bias; download or convert it again");
  }

  @Test
  void tensorThatTheArchitectureHasNotIsNamed() {
    List<NewTensor> all = new ArrayList<>(List.of(compact(3, 12)));
    all.add(tensor("attention.weight", 3, 3));
    Path file = file(all.toArray(NewTensor[]::new));
    assertThatThrownBy(() -> build(file))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            file
                + " has the tensor attention.weight, which SRVGGNetCompact has not, so it is of"
                + " another architecture; export it to ONNX");
  }
}
