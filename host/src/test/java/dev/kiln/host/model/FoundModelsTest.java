package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.SafetensorsFile;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
