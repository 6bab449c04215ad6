package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin gets of a model that it runs by itself. */
class LentModelsTest {
  @TempDir static Path temp;
  private static Path folder;
  private static Path single;
  private static ModelStore store;

  @BeforeAll
  static void open() {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    store = TestingStore.of(new ModelCatalog(temp.resolve("models"), hashes), hashes, temp);
    folder =
        RandomModels.of(Form.DIFFUSERS, new Values(1, Precision.F32, false), "in_channels=7")
            .write(temp.resolve("models/folder"))
            .path();
    single = RandomModels.single(temp.resolve("models/single"), 1, Precision.F32);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static DiffusionModel lent(Path path) {
    return store.lent().open(path);
  }

  @Test
  void sessionsStayAmongTheNetworksBesideModels() {
    DiffusionModel model = lent(folder);
    int before = store.networks().opened();
    for (int i = 0; i < 2; i++) {
      try (NetworkRun unet = model.unet();
          NetworkRun decoder = lent(folder).decoder()) {
        assertThat(unet.inputs())
            .extracting(NetworkRun.Port::name)
            .containsExactly("sample", "timestep", "encoder_hidden_states");
        assertThat(unet.inputs().get(0).shape()).containsExactly(-1L, 7L, -1L, -1L);
        assertThat(decoder.inputs()).hasSize(1);
      }
    }
    assertThat(store.networks().opened()).isEqualTo(before + 2);
    assertThat(store.size()).as("models to draw with").isZero();
  }

  @Test
  void textsOfOneCallAreOfOneLength() {
    String words = "meadow ".repeat(100);
    List<Tensor> both = lent(folder).embed(List.of("a girl", words));
    assertThat(both).allSatisfy(it -> assertThat(it.shape()).containsExactly(154, 64));
    Tensor alone = lent(folder).embed(List.of("a girl")).get(0);
    assertThat(alone.shape()).containsExactly(77, 64);
    assertThat(Arrays.copyOf(both.get(0).data(), alone.size())).isEqualTo(alone.data());
    Tensor nothing = lent(folder).embed(List.of("")).get(0);
    assertThat(Arrays.copyOfRange(both.get(0).data(), alone.size(), 2 * alone.size()))
        .isEqualTo(nothing.data());
  }

  @Test
  void emphasisIsUnderstood() {
    List<Tensor> both = lent(single).embed(List.of("(a:1) girl", "(a:1.5) girl", "a girl"));
    assertThat(both.get(0).data()).isEqualTo(both.get(2).data());
    assertThat(both.get(1).data()).isNotEqualTo(both.get(0).data());
  }

  @Test
  void configurationIsTheFilesOrInferred() {
    assertThat(lent(folder).config("unet")).containsEntry("in_channels", 7);
    assertThat(lent(single).config("unet")).containsEntry("in_channels", 4);
    assertThat(lent(single).config("vae")).containsEntry("scaling_factor", 0.18215);
    assertThat(lent(folder).config("scheduler")).containsEntry("steps_offset", 1);
    assertThatThrownBy(() -> lent(folder).config("feature_extractor"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model has no part 'feature_extractor'");
  }

  @Test
  void pictureHasASchedulerOfItsOwnWhereTheFolderHasOne(@TempDir Path other) throws IOException {
    Path copy = DefaultModel.copy(folder, other.resolve("model"));
    double own = lent(copy).sigmas("scheduler").max();
    assertThat(lent(copy).sigmas("low_res_scheduler").max()).isEqualTo(own);
    Path file = copy.resolve("low_res_scheduler/scheduler_config.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"trained_betas\": [0.5, 0.5]}");
    assertThat(lent(copy).sigmas("low_res_scheduler").max()).isEqualTo(Math.sqrt(3));
    assertThat(lent(copy).sigmas("scheduler").max()).isEqualTo(own);
  }

  @Test
  void whatIsNoModelIsRefused() {
    Path missing = temp.resolve("missing");
    refused(missing, "there is no model at " + missing + "; see where it lies");
    Path cape = DefaultModel.models().resolve("lora/cape.safetensors");
    refused(cape, cape + " is a LoRA, which changes a model and is none; name it in the prompt");
    refused(
        temp.resolve("models"),
        "model 'models' has no tokenizer/vocab.json in "
            + temp.resolve("models")
            + "; copy the missing file there or export the model again");
  }

  private static void refused(Path path, String sentence) {
    assertThatThrownBy(() -> lent(path)).isInstanceOf(BadRequest.class).hasMessage(sentence);
  }
}
