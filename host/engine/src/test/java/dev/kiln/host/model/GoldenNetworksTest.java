package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of the default model against transformers and diffusers, 1e-4 relative. */
class GoldenNetworksTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path temp;
  private static ModelStore store;
  private static ModelStore.Lease lease;
  private static RunControl control;

  @BeforeAll
  static void open() {
    store = DefaultModel.store(temp);
    lease = store.use("");
    control = new RunControl(lease.model().runtime());
  }

  @AfterAll
  static void close() {
    control.close();
    lease.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void textEncoderEqualsTransformers(int text) {
    Safetensors golden = Safetensors.resource("/goldens/text_encoder.safetensors");
    List<Integer> ids =
        IntStream.range(0, 77)
            .mapToObj(i -> (int) golden.tensor(text + ".input_ids").data()[i])
            .toList();
    TextEncoder encoder = lease.model().textEncoder();
    assertThat(
            Safetensors.difference(
                encoder.encode(
                    new TextEncoder.Chunk(ids),
                    1,
                    SessionPlan.plain(NetworkKind.TEXT_ENCODER),
                    control),
                row(golden.tensor(text + ".last_hidden_state"), 0)))
        .isLessThan(TOLERANCE);
    assertThat(
            Safetensors.difference(
                encoder.encode(
                    new TextEncoder.Chunk(ids),
                    2,
                    SessionPlan.plain(NetworkKind.TEXT_ENCODER),
                    control),
                row(golden.tensor(text + ".clip_skip_2"), 0)))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void unetEqualsDiffusers(int number) {
    Safetensors golden = Safetensors.resource("/goldens/unet.safetensors");
    Tensor sample = golden.tensor(number + ".sample");
    Tensor states = golden.tensor(number + ".encoder_hidden_states");
    Tensor[] conditions = new Tensor[sample.dim(0)];
    Arrays.setAll(conditions, i -> row(states, i));
    double timestep = golden.tensor(number + ".timestep").data()[0];
    Evaluation once = new Evaluation(sample, timestep, conditions);
    try (UnetRun run =
        new UnetRun(
            lease.model().unet(),
            SessionPlan.plain(NetworkKind.UNET),
            sample.dim(2),
            sample.dim(3),
            control)) {
      run.evaluate(once, 0, sample.dim(0));
    }
    assertThat(Safetensors.difference(once.denoised(), golden.tensor(number + ".out_sample")))
        .isLessThan(TOLERANCE);
  }

  @org.junit.jupiter.api.Test
  void codecEqualsDiffusers() {
    Safetensors golden = Safetensors.resource("/goldens/vae.safetensors");
    ImageCodec codec = lease.model().codec();
    assertThat(
            Safetensors.difference(
                codec.decode(
                    golden.tensor("latent"),
                    0,
                    SessionPlan.plain(NetworkKind.VAE_DECODER),
                    control),
                row(golden.tensor("decoded"), 0)))
        .isLessThan(TOLERANCE);
    Tensor mean = golden.tensor("mean").copy();
    for (int i = 0; i < mean.size(); i++) {
      mean.data()[i] *= 0.18215f;
    }
    assertThat(
            Safetensors.difference(
                codec.encode(
                    golden.tensor("image"), SessionPlan.plain(NetworkKind.VAE_ENCODER), control),
                mean))
        .isLessThan(TOLERANCE);
  }

  private static Tensor row(Tensor batch, int index) {
    int size = batch.rowSize();
    int[] shape = Arrays.copyOfRange(batch.shape(), 1, batch.rank());
    return Tensor.of(Arrays.copyOfRange(batch.data(), index * size, (index + 1) * size), shape);
  }
}
