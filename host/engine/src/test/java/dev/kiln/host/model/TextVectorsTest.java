package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors in the place of tokens against transformers 4.46 in float32, where what the module {@code
 * token_embedding} gives is replaced for tokens 2 to 5, as webUI does it.
 */
class TextVectorsTest {
  private static final int AT = 2;

  private final Safetensors golden = Safetensors.resource("/goldens/text_vectors.safetensors");

  private List<Integer> ids() {
    Tensor ids = golden.tensor("input_ids");
    return IntStream.range(0, ids.size()).mapToObj(i -> (int) ids.data()[i]).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exported", "built"})
  void theyEqualTransformers(String form, @TempDir Path temp) {
    TextEncoder.Chunk chunk =
        new TextEncoder.Chunk(ids(), List.of(new TextEncoder.Placed(AT, golden.tensor("vectors"))));
    check(
        form.equals("built") ? DefaultModel.diffusers() : DefaultModel.models(),
        temp,
        (encoder, control) -> {
          SessionPlan plan = SessionPlan.plain(NetworkKind.TEXT_ENCODER);
          assertThat(encoder.width()).isEqualTo(golden.tensor("vectors").dim(1));
          Tensor plain = encoder.encode(new TextEncoder.Chunk(ids()), 1, plan, control);
          Tensor last = encoder.encode(chunk, 1, plan, control);
          Tensor skipped = encoder.encode(chunk, 2, plan, control);
          assertThat(Safetensors.difference(last, golden.tensor("last_hidden_state")))
              .isLessThan(1e-4);
          assertThat(Safetensors.difference(skipped, golden.tensor("clip_skip_2")))
              .isLessThan(1e-4);
          assertThat(Safetensors.difference(last, plain)).isGreaterThan(1e-2);
          assertThat(encoder.encode(new TextEncoder.Chunk(ids()), 1, plan, control).data())
              .as("and are gone with the chunk")
              .containsExactly(plain.data());
        });
  }

  private interface Check {
    void on(TextEncoder encoder, RunControl control);
  }

  private static void check(Path models, Path temp, Check check) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(models, hashes);
    try (ModelStore store = TestingStore.of(catalog, hashes, temp);
        ModelStore.Lease lease = store.use("");
        RunControl control = new RunControl(lease.model().runtime())) {
      check.on(lease.model().textEncoder(), control);
    }
  }
}
