package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.WeightsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoundModelsTest {
  @TempDir Path temp;
  private FoundModels models;

  @BeforeEach
  void open() {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    models = new FoundModels(new ModelCatalog(DefaultModel.models(), hashes), hashes);
  }

  @Test
  void modelsAreFoundByKind() {
    assertThat(models.find(Kind.LORA, List.of()))
        .extracting(Found::name)
        .contains("lora/cape", "lora/couple");
    assertThat(models.find(Kind.CONTROLNET, List.of()))
        .extracting(Found::shortName)
        .contains("seg", "pose");
    assertThat(models.find(Kind.ANNOTATOR, List.of())).hasSize(1);
  }

  @Test
  void otherFoldersCountAndTheirOnnxFilesAreOfTheirKind() throws IOException {
    Path other = Files.createDirectories(temp.resolve("mine"));
    Path cape = DefaultModel.models().resolve("lora/cape.safetensors");
    Files.copy(cape, other.resolve("mantle.safetensors"));
    Files.write(other.resolve("depth.onnx"), new byte[] {1});
    assertThat(models.find(Kind.LORA, List.of(other, temp.resolve("missing"))))
        .extracting(Found::name)
        .contains("mantle", "lora/cape");
    assertThat(models.find(Kind.CONTROLNET, List.of(other)))
        .extracting(Found::name)
        .contains("depth");
  }

  @Test
  void aFolderThatAUserNamedIsOneOrIsToldWithItsFlag() throws IOException {
    assertThat(models.named("--lora-dir", " ")).isEmpty();
    assertThat(models.named("--lora-dir", temp.toString())).containsExactly(temp);
    String file = Files.createFile(temp.resolve("file")).toString();
    for (String none : List.of(file, temp.resolve("missing").toString(), "a\0b")) {
      assertThatThrownBy(() -> models.named("--lora-dir", none))
          .isInstanceOf(BadRequest.class)
          .hasMessage("--lora-dir is \"%s\", which is not a folder; name one", none);
    }
  }

  @Test
  void aFolderSaysWhatABrokenOrUnknownFileIsFor() throws IOException {
    Path lora = Files.createDirectories(temp.resolve("models/Lora/sub"));
    Files.write(lora.resolve("cut.safetensors"), new byte[20]);
    Files.write(temp.resolve("models/elsewhere.safetensors"), new byte[20]);
    Files.write(lora.resolve("new.safetensors"), header("a.string_to_param.x"));
    Path other = Files.createDirectories(temp.resolve("mine"));
    Files.write(other.resolve("half.safetensors"), new byte[3]);
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    FoundModels own = new FoundModels(new ModelCatalog(temp.resolve("models"), hashes), hashes);
    List<Found> found = own.find(Kind.LORA, List.of(other));
    assertThat(found)
        .extracting(Found::name)
        .containsExactly("Lora/sub/cut", "Lora/sub/new", "half");
    assertThat(found.get(0).problem()).contains("is not a valid safetensors file");
    assertThat(found.get(1).problem()).contains("is no lora of a kind that Kiln knows");
    assertThat(found.get(2).problem()).contains("half.safetensors");
    assertThat(own.find(Kind.CONTROLNET, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "annotator/a.onnx, ANNOTATOR",
    "ControlNet/annotators/dwpose/a.onnx, ANNOTATOR",
    "annotator/ControlNet-v1-1/deep/a.onnx, CONTROLNET",
    "RealESRGAN/a.onnx, UPSCALER",
    "detector/mine/a.onnx, DETECTOR",
    "adetailer/a.onnx, DETECTOR",
    "ultralytics/bbox/a.onnx, DETECTOR",
    "lora/a.onnx, OTHER",
    "a.onnx, OTHER"
  })
  void theNearestFolderSaysWhatAnOnnxFileIsFor(String name, ModelKind kind) throws IOException {
    Path file = temp.resolve("models").resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    assertThat(new ModelCatalog(temp.resolve("models"), hashes).files())
        .extracting(ModelFile::kind)
        .containsExactly(kind);
  }

  @Test
  void peftsRotationsAndTextEncodersAloneAreLoras() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("models"));
    Files.write(folder.resolve("oft.safetensors"), header("unet.mid_block.to_k.oft_r.weight"));
    Files.write(
        folder.resolve("text.safetensors"),
        header("text_encoder.layers.0.q_proj.lora_linear_layer.down.weight"));
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    assertThat(new FoundModels(new ModelCatalog(folder, hashes), hashes).find(Kind.LORA, List.of()))
        .extracting(Found::name)
        .containsExactly("oft", "text");
  }

  @Test
  void upscalersAreKnownByTheirTensorsAndPicklesOfThemByTheirFolder() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("models/ESRGAN"));
    Files.write(temp.resolve("models/sharp.safetensors"), header("body.0.rdb1.conv1.weight"));
    Files.write(temp.resolve("models/elsewhere.pth"), new byte[10]);
    Files.write(folder.resolve("old.pth"), new byte[10]);
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    List<Found> found =
        new FoundModels(new ModelCatalog(temp.resolve("models"), hashes), hashes)
            .find(Kind.UPSCALER, List.of());
    assertThat(found).extracting(Found::name).containsExactly("ESRGAN/old", "sharp");
    assertThat(found.get(0).problem()).contains("is a Python pickle");
    assertThat(found.get(1).problem()).isEmpty();
  }

  @Test
  void aModelThatEnlargesIsNoneToDrawWith() throws IOException {
    Path folder = TinyModel.copyTo(temp.resolve("models"));
    RandomModels.single(folder.resolve("a"), 1, Precision.F32, "in_channels=7");
    RandomModels.of(Form.DIFFUSERS, new Values(1, Precision.F32, false), "in_channels=7")
        .write(folder.resolve("b"));
    Files.createDirectories(folder.resolve("c/unet"));
    Files.createFile(folder.resolve("c/unet/model.onnx"));
    Files.createDirectories(folder.resolve("c/low_res_scheduler"));
    Files.writeString(folder.resolve("c/low_res_scheduler/scheduler_config.json"), "{}");
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(folder, hashes);
    List<Found> found = new FoundModels(catalog, hashes).find(Kind.DIFFUSION_UPSCALER, List.of());
    assertThat(found).extracting(Found::name).containsExactly("a", "b", "c");
    assertThat(found).extracting(Found::problem).startsWith("", "");
    assertThat(found.get(2).problem()).contains("has no tokenizer/vocab.json");
    assertThat(catalog.list()).extracting(ModelCatalog.Entry::name).containsExactly("tiny");
    assertThat(catalog.choose("").name()).isEqualTo("tiny");
  }

  @Test
  void wholeNumbersAreReadAloneAndElseRefused() throws IOException {
    Path file = temp.resolve("whole.safetensors");
    Files.write(file, header("on_input", "I64", "[]", 8));
    assertThat(SafetensorsFile.open(file).read("on_input")).containsExactly(0);
    Files.write(file, header("up", "I32", "[2]", 8));
    assertThatThrownBy(() -> SafetensorsFile.open(file).read("up"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            file
                + " has 'up' of the type I32, which Kiln does not read; it must be one of"
                + " [F64, F32, F16, BF16, F8_E4M3, F8_E5M2]: choose another file");
  }

  private static byte[] header(String name) {
    return header(name, "F32", "[1,2]", 8);
  }

  private static byte[] header(String name, String type, String shape, int bytes) {
    String json =
        "{\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
            .formatted(name, type, shape, bytes);
    return ByteBuffer.allocate(8 + json.length() + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length())
        .put(json.getBytes(StandardCharsets.UTF_8))
        .array();
  }

  @Test
  void shortHashesAreThoseOfTheExtensions() {
    Found cape = models.find(Kind.LORA, List.of()).get(0);
    assertThat(models.shortHash(cape)).matches("[0-9a-f]{12}");
    assertThat(models.shortHash(models.find(Kind.CONTROLNET, List.of()).get(0)))
        .matches("[0-9a-f]{8}");
    assertThat(models.hash(cape.path())).hasSize(64);
  }

  @Test
  void weightsAreReadByName() {
    WeightsFile cape = SafetensorsFile.open(DefaultModel.models().resolve("lora/cape.safetensors"));
    String down =
        cape.names().stream().filter(it -> it.endsWith("lora_down.weight")).findFirst().get();
    long size = cape.shape(down).stream().reduce(1L, (a, b) -> a * b);
    assertThat(cape.read(down)).hasSize((int) size);
    assertThat(cape.metadata()).isNotNull();
  }
}
