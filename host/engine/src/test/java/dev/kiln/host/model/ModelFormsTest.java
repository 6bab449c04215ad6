package dev.kiln.host.model;

import static dev.kiln.host.request.RequestFields.PREDICTION;
import static dev.kiln.host.testing.Drawing.distance;
import static dev.kiln.host.testing.Drawing.draw;
import static dev.kiln.host.testing.Drawing.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.PredictionChoice;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.GgufFile;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in the forms in which people have them, from the file to the picture. */
class ModelFormsTest {
  @TempDir private Path temp;
  private Path models;
  private ModelStore store;

  @BeforeEach
  void open() throws IOException {
    models = Files.createDirectories(temp.resolve("models"));
    store = newStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ModelStore newStore() {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    return TestingStore.of(new ModelCatalog(models, hashes), hashes, temp);
  }

  @Test
  void theDiffusersFolderDrawsThePictureOfItsExport() throws IOException {
    // In the test's own folder: copies in float32 come to lie beside the weights.
    DefaultModel.copy(DefaultModel.diffusers().resolve("default"), models.resolve("built"));
    long bytes = store.catalog().files().get(0).bytes();
    String export = DefaultModel.models().resolve("default").toString();
    var request = request(export).steps(4).size(128, 128);
    GeneratedImage expected = draw(store, request);
    assertThat(distance(draw(store, request.model("built")), expected)).isLessThanOrEqualTo(1);
    assertThat(models.resolve("built/unet/.kiln-f32")).isNotEmptyDirectory();
    assertThat(store.catalog().files().get(0).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aSingleFileDrawsByAllThatItIsCalled(Precision precision) {
    Path file = RandomModels.single(models.resolve("sub/Pretty"), 1, precision);
    GeneratedImage expected = draw(store, request("Pretty"));
    String hash = new ModelHashes(temp.resolve("other.json")).of(file);
    for (String wanted :
        List.of(
            "",
            "pretty.safetensors",
            "sub/Pretty",
            file.toString(),
            hash.substring(0, 8),
            hash,
            "sub/Pretty [" + hash.substring(0, 10) + "]",
            "Pretty.safetensors [" + hash.substring(0, 10) + "]",
            "pretty [" + hash.substring(0, 10) + "]")) {
      assertThat(draw(store, request(wanted)).rgb()).as(wanted).isEqualTo(expected.rgb());
    }
    assertThat(Infotext.parse(expected.infotext()).values())
        .containsEntry("Model", "Pretty")
        .containsEntry("Model hash", hash.substring(0, 10));
  }

  @ParameterizedTest
  @EnumSource(value = Precision.class, names = "F32", mode = EnumSource.Mode.EXCLUDE)
  void narrowWeightsDrawAboutWhatWideOnesDo(Precision precision) {
    RandomModels.single(models.resolve("wide"), 1, Precision.F32);
    RandomModels.single(models.resolve("narrow"), 1, precision);
    GeneratedImage wide = draw(store, request("wide").steps(1));
    assertThat(distance(draw(store, request("narrow").steps(1)), wide)).isBetween(0.0, 1.0);
  }

  @Test
  void wideCopiesLieBesideTheModelAreMadeOnceAndMayBeDeleted() throws IOException {
    RandomModels.single(models.resolve("half"), 1, Precision.F16);
    GeneratedImage first = draw(store, request("half"));
    Path copies = models.resolve(".kiln-f32");
    Map<String, Object> made = identities(copies);
    assertThat(made).hasSize(3);
    assertThat(store.catalog().files()).extracting(ModelFile::name).containsExactly("half");
    store.close();
    store = newStore();
    assertThat(draw(store, request("half")).rgb()).isEqualTo(first.rgb());
    assertThat(identities(copies)).isEqualTo(made);
    delete(copies);
    assertThat(draw(store, request("half").seed(8)).rgb()).isNotEqualTo(first.rgb());
    store.close();
    store = newStore();
    assertThat(draw(store, request("half")).rgb()).isEqualTo(first.rgb());
    assertThat(identities(copies)).containsOnlyKeys(made.keySet());
  }

  @Test
  void ggufFilesDrawAsTheSameNumbersElsewhere() throws IOException {
    Path file = RandomModels.single(models.resolve("wide"), 1, Precision.F32);
    GgufFile.convert(file, models.resolve("same.gguf"), "", false);
    GgufFile.convert(file, models.resolve("packed.gguf"), "", true);
    GeneratedImage expected = draw(store, request("wide").steps(1));
    assertThat(draw(store, request("same.gguf").steps(1)).rgb()).isEqualTo(expected.rgb());
    assertThat(distance(draw(store, request("packed").steps(1)), expected)).isBetween(0.0, 2.0);
    assertThat(store.catalog().files())
        .extracting(ModelFile::name, ModelFile::format)
        .contains(tuple("packed", "GGUF"), tuple("same", "GGUF"));
  }

  /** Under its own names, and under those of the first release without their prefix. */
  @Test
  void aUnetsGgufTakesThePlaceOfTheWeightsInItsFolder() throws IOException {
    Values values = new Values(1, Precision.F32, false);
    Path single = RandomModels.single(temp.resolve("single"), 1, Precision.F32);
    List<byte[]> pictures = new ArrayList<>();
    for (String name : List.of("whole", "own", "other")) {
      Path folder = RandomModels.of(Form.DIFFUSERS, values).write(models.resolve(name)).path();
      Path weights = folder.resolve("unet/diffusion_pytorch_model.safetensors");
      Path gguf = folder.resolve("unet/diffusion_pytorch_model.gguf");
      if (name.equals("own")) {
        GgufFile.convert(weights, gguf, "", false);
      } else if (name.equals("other")) {
        GgufFile.convert(single, gguf, "model.diffusion_model.", false);
      }
      if (!name.equals("whole")) {
        Files.delete(weights);
      }
      pictures.add(draw(store, request(name).steps(1)).rgb());
    }
    assertThat(pictures.get(1)).isEqualTo(pictures.get(0));
    assertThat(pictures.get(2)).isNotEqualTo(pictures.get(0));
  }

  @Test
  void picklesAreRefusedByNameAndByPath() throws IOException {
    Path pickle = models.resolve("old.ckpt");
    Files.write(pickle, "PK\3\4archive/data.pkl".getBytes(StandardCharsets.ISO_8859_1));
    String sentence = store.catalog().files().get(0).problem();
    assertThat(sentence).startsWith(pickle + " ").doesNotContain("\n");
    refused(pickle.toString(), "", sentence);
    refused("old", "", sentence);
    refused("old.ckpt", "", sentence);
  }

  @Test
  void whatGoesWithModelsIsRefusedAsOne() throws IOException {
    Path lora = models.resolve("lora/cape.safetensors");
    Files.createDirectories(lora.getParent());
    Files.copy(DefaultModel.models().resolve("lora/cape.safetensors"), lora);
    String sentence = lora + " is a LoRA, which changes a model and is none; name it in the prompt";
    refused(lora.toString(), "", sentence);
    refused("cape", "", sentence);
    Path vae = vae("vae/fine.safetensors", 3);
    refused("fine", "", vae + " is a VAE without a unet; use a file that holds one");
  }

  @Test
  void aSingleFileOfAnotherVocabularyIsRefused() {
    Path file =
        RandomModels.single(
            models.resolve("small"), 1, Precision.F32, "text_encoder.vocab_size=1000");
    refused(
        "small",
        "",
        file
            + " knows 1000 tokens, and CLIP, whose tokenizer single files go with, has 49408; use"
            + " the model's folder, which brings its own");
  }

  @Test
  void anotherVaeIsChosenByNameOrPathAndNamedInTheInfotext() throws IOException {
    RandomModels.single(models.resolve("model"), 1, Precision.F32);
    GeneratedImage own = draw(store, request("model"));
    Path vae = vae("vae/fine.safetensors", 3);
    GeneratedImage other = draw(store, request("model").vae("fine"));
    assertThat(distance(other, own)).isGreaterThan(1);
    assertThat(Infotext.parse(own.infotext()).values()).doesNotContainKey("VAE");
    assertThat(Infotext.parse(other.infotext()).values()).containsEntry("VAE", "fine.safetensors");
    for (String wanted : List.of("FINE.safetensors", "vae/fine", vae.toString())) {
      assertThat(draw(store, request("model").vae(wanted)).rgb()).isEqualTo(other.rgb());
    }
    for (String wanted : List.of("None", "none", "Automatic", "")) {
      assertThat(draw(store, request("model").vae(wanted)).infotext()).isEqualTo(own.infotext());
    }
    refused(
        "model",
        "absent",
        "unknown VAE \"absent\"; there are: vae/fine; \"None\" is the model's own");
    refused(
        "model",
        models.resolve("model.safetensors").resolveSibling("gone.safetensors").toString(),
        "unknown VAE \""
            + models.resolve("gone.safetensors")
            + "\"; there are: vae/fine; \"None\" is the model's own");
  }

  @Test
  void theVaeBesideAModelIsTakenUnlessNoneIsWanted() throws IOException {
    RandomModels.single(models.resolve("model"), 1, Precision.F32);
    GeneratedImage own = draw(store, request("model"));
    vae("model.vae.safetensors", 3);
    GeneratedImage beside = draw(store, request("model"));
    assertThat(distance(beside, own)).isGreaterThan(1);
    assertThat(Infotext.parse(beside.infotext()).values())
        .containsEntry("VAE", "model.vae.safetensors");
    assertThat(draw(store, request("model").vae("None")).rgb()).isEqualTo(own.rgb());
    assertThat(draw(store, request("model").vae("Automatic")).rgb()).isEqualTo(beside.rgb());
  }

  /** AUTOMATIC1111/stable-diffusion-webui's find_vae_near_checkpoint. */
  @ParameterizedTest
  @ValueSource(
      strings = {"VAE/Model.safetensors", "other/model.vae.safetensors", "x/vae/model.safetensors"})
  void aVaeOfTheModelsNameIsTakenByAutomatic(String name) throws IOException {
    RandomModels.single(models.resolve("Stable-diffusion/model"), 1, Precision.F32);
    vae("VAE/another-model.safetensors", 4);
    vae("elsewhere/model.safetensors", 4);
    byte[] own = draw(store, request("model")).rgb();
    vae(name, 3);
    GeneratedImage found = draw(store, request("model"));
    assertThat(found.rgb()).isNotEqualTo(own);
    assertThat(Infotext.parse(found.infotext()).values())
        .containsEntry("VAE", Path.of(name).getFileName().toString());
    assertThat(draw(store, request("model").vae("Automatic")).rgb()).isEqualTo(found.rgb());
    assertThat(draw(store, request("model").vae("None")).rgb()).isEqualTo(own);
  }

  /** webUI's find_checkpoint_config_near_filename; the keys are those of ldm's own files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model:+  params:+    parameterization: "v"      | V
          model:+  params:+    parameterization: 'v' # v  | V
          model:+  params: {a: 1, parameterization: v}    | V
          model:+  params:+    parameterization: "eps"    | EPSILON
          model:+  params:+    # parameterization: "v"    | EPSILON
          model:+  params:+    linear_start: 0.00085      | EPSILON
          notes: parameterization v                       | EPSILON
          """)
  void aConfigurationBesideAModelTellsWhatItPredicts(String yaml, Prediction prediction)
      throws IOException {
    Path file = RandomModels.single(temp.resolve("blobs/0a1b"), 1, Precision.F32);
    Path link = Files.createSymbolicLink(models.resolve("model.safetensors"), file);
    Files.writeString(models.resolve("model.yaml"), yaml.replace("+", "\r\n"));
    for (String name : List.of("model", link.toString())) {
      try (ModelStore.Lease lease = store.use(name)) {
        assertThat(lease.model().prediction()).isEqualTo(prediction);
      }
    }
  }

  @Test
  void aModelThatPredictsVelocityIsDrawnSoByItsConfigurationOrTheRequest() throws IOException {
    RandomModels.single(models.resolve("model"), 1, Precision.F32);
    GeneratedImage epsilon = draw(store, request("model"));
    GeneratedImage asked = draw(store, request("model").with(PREDICTION, PredictionChoice.V));
    assertThat(asked.rgb()).isNotEqualTo(epsilon.rgb());
    assertThat(Infotext.parse(asked.infotext()).values()).containsEntry("Prediction", "v");
    Path yaml = Files.writeString(models.resolve("model.yaml"), "model: {parameterization: v}");
    assertThat(draw(store, request("model")).rgb()).isEqualTo(asked.rgb());
    assertThat(draw(store, request("model").with(PREDICTION, PredictionChoice.EPSILON)).rgb())
        .isEqualTo(epsilon.rgb());
    Files.writeString(yaml, "model: {parameterization: x0}");
    refused(
        "model",
        "",
        yaml + " says parameterization \"x0\"; Kiln runs models that predict eps or v");
  }

  /** An autoencoder as diffusers saves it, of another seed. */
  private Path vae(String name, long seed) throws IOException {
    Values values = new Values(seed, Precision.F32, false);
    Path folder = RandomModels.of(Form.DIFFUSERS, values).write(temp.resolve("for-" + seed)).path();
    Path target = models.resolve(name);
    Files.createDirectories(target.getParent());
    return Files.copy(
        folder.resolve("vae/diffusion_pytorch_model.safetensors"),
        target,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void refused(String model, String vae, String sentence) {
    assertThatThrownBy(() -> draw(store, request(model).vae(vae)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  /** What the file system calls each file: a file that is made anew is another. */
  private static Map<String, Object> identities(Path folder) throws IOException {
    Map<String, Object> identities = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".safetensors")).toList()) {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        identities.put(file.getFileName().toString(), String.valueOf(attributes.fileKey()));
      }
    }
    return identities;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
