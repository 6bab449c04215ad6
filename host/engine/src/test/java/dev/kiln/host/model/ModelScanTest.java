package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as people keep them, and the names that files have in them. */
class ModelScanTest {
  @TempDir private Path temp;
  private Path models;
  private ModelCatalog catalog;

  @BeforeEach
  void folder() throws IOException {
    models = Files.createDirectories(temp.resolve("models"));
    catalog = new ModelCatalog(models, new ModelHashes(temp.resolve("hashes.json")));
  }

  private static Path put(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.copy(DefaultModel.models().resolve("lora/cape.safetensors"), file);
  }

  private List<String> names() {
    return catalog.files().stream().map(ModelFile::name).toList();
  }

  /** AUTOMATIC1111/stable-diffusion-webui has no limit either. */
  @Test
  void foldersMayBeAsDeepAsPeopleNestThem() throws IOException {
    put(models.resolve("lora/a/b/c/d/e/f/g/h/deep.safetensors"));
    assertThat(names()).containsExactly("lora/a/b/c/d/e/f/g/h/deep");
  }

  @Test
  void aLoopOfLinksEndsAndWhatIsReachedTwiceIsThereOnce() throws IOException {
    Path file = put(models.resolve("lora/sub/tiny.safetensors"));
    Path outside = put(temp.resolve("disk/more/other.safetensors")).getParent().getParent();
    Files.createSymbolicLink(models.resolve("lora/sub/loop"), models.resolve("lora"));
    Files.createSymbolicLink(models.resolve("again"), models.resolve("lora/sub"));
    Files.createSymbolicLink(models.resolve("a-tiny-too"), file);
    Files.createSymbolicLink(models.resolve("tiny.safetensors"), file);
    Files.createSymbolicLink(models.resolve("disk"), outside);
    Files.createSymbolicLink(outside.resolve("back"), models);
    Files.createSymbolicLink(models.resolve("nowhere.safetensors"), temp.resolve("gone"));
    assertThat(names()).contains("lora/sub/tiny", "disk/more/other");
    assertThat(names()).filteredOn(name -> !name.equals("nowhere")).hasSize(2);
  }

  @Test
  void aLinkOfAnotherNameIsAnotherModel() throws IOException {
    Path file = put(models.resolve("lora/long-name-v2.safetensors"));
    Files.createSymbolicLink(models.resolve("lora/short.safetensors"), file);
    assertThat(names()).containsExactly("lora/long-name-v2", "lora/short");
  }

  @Test
  void aFolderOfItsOwnThatLiesAmongTheModelsTooIsLookedThroughOnce() throws IOException {
    Path file = put(temp.resolve("mine/cape.safetensors"));
    Files.createSymbolicLink(models.resolve("lora"), file.getParent());
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    assertThat(new FoundModels(catalog, hashes).find(Kind.LORA, List.of(file.getParent())))
        .extracting(Found::name)
        .containsExactly("lora/cape");
  }

  /** macOS keeps names decomposed; web pages and keyboards have them composed. */
  @ParameterizedTest
  @CsvSource({
    "caf\u00e9, caf\u00e9",
    "cafe\u0301, caf\u00e9",
    "caf\u00e9, cafe\u0301",
    "'tiny ', tiny",
    "tiny, 'tiny '",
    "'tiny ', 'tiny .safetensors'",
    "sub/tiny, sub/tiny",
    "sub/tiny, SUB/Tiny.safetensors",
    "deep/sub/tiny, sub/tiny",
    "deep/sub/tiny, tiny"
  })
  void aNameIsFoundAsPeopleWriteIt(String name, String wanted) throws IOException {
    Path file = put(models.resolve("lora").resolve(name + ".safetensors"));
    put(models.resolve("lora/another-tiny.safetensors"));
    ModelFile found = ModelFile.called(catalog.files(), wanted).orElseThrow();
    assertThat(found.path()).isEqualTo(file);
    assertThat(found.name())
        .isEqualTo(Normalizer.normalize("lora/" + name.strip(), Normalizer.Form.NFC));
  }

  @Test
  void aWholeNameComesBeforeThoseThatEndWithIt() throws IOException {
    put(models.resolve("a/tiny.safetensors"));
    put(models.resolve("tiny.safetensors"));
    assertThat(ModelFile.called(catalog.files(), "Tiny").map(ModelFile::name)).contains("tiny");
    assertThat(ModelFile.called(catalog.files(), "iny")).isEmpty();
    assertThat(ModelFile.called(catalog.files(), "")).isEmpty();
  }
}
