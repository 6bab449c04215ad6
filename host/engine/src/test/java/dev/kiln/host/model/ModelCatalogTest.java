package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.testing.TinyModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is found by all that users and clients call it. */
class ModelCatalogTest {
  @TempDir private Path temp;
  private Path models;
  private ModelCatalog catalog;

  @BeforeEach
  void models() throws IOException {
    models = TinyModel.copyTo(Files.createDirectories(temp.resolve("models")));
    catalog = new ModelCatalog(models, new ModelHashes(temp.resolve("hashes.json")));
  }

  @Test
  void modelIsFoundByNameTitleHashAndPathInAnyCase() {
    ModelCatalog.Entry entry = catalog.list().get(0);
    assertThat(entry.title()).isEqualTo("tiny [" + entry.sha256().substring(0, 10) + "]");
    for (String wanted :
        new String[] {
          "",
          "tiny",
          "TINY",
          entry.title(),
          entry.title().toUpperCase(Locale.ROOT),
          entry.shortHash(),
          entry.shortHash().toUpperCase(Locale.ROOT),
          entry.sha256().substring(0, 8),
          entry.sha256(),
          models.resolve("tiny").toString(),
          models.resolve("./tiny").toString()
        }) {
      assertThat(catalog.choose(wanted).name()).as("\"%s\"", wanted).isEqualTo("tiny");
    }
  }

  /** A list of a hundred models looked through the folder two hundred times. */
  @Test
  void aModelOfTheListIsOpenedAsOneThatWasLookedFor() throws IOException {
    TinyModel.copyTo(models.resolve("sub"));
    assertThat(catalog.list()).extracting(ModelCatalog.Entry::name).contains("tiny", "sub/tiny");
    for (ModelCatalog.Entry entry : catalog.list()) {
      assertThat(catalog.source(entry)).isEqualTo(catalog.choose(entry.name()));
    }
    ModelCatalog.Entry gone = catalog.list().get(0);
    Files.move(gone.path(), temp.resolve("gone"));
    assertThatThrownBy(() -> catalog.source(gone)).isInstanceOf(BadRequest.class);
  }

  @Test
  void modelElsewhereIsFoundByItsPathAlone() throws IOException {
    Path elsewhere = Files.move(models.resolve("tiny"), temp.resolve("Elsewhere"));
    assertThat(catalog.choose(elsewhere.toString()).name()).isEqualTo("Elsewhere");
    refused("elsewhere", "unknown model \"elsewhere\"; in " + models + " there are: ");
    refused("", "there is no model in " + models + "; put a model there or name one with --model");
  }

  @Test
  void aNamedDefaultIsWhatAnEmptyNameMeans() throws IOException {
    TinyModel.copyTo(temp.resolve("more"));
    Files.move(temp.resolve("more/tiny"), models.resolve("another"));
    assertThat(catalog.choose("").name()).isEqualTo("another");
    assertThat(withDefault("Tiny").choose("").name()).isEqualTo("tiny");
    assertThat(withDefault("Tiny").list()).hasSize(2);
  }

  @Test
  void aDefaultThatLiesElsewhereIsListedAndFoundByItsName() throws IOException {
    TinyModel.copyTo(temp.resolve("more"));
    Path elsewhere = Files.move(temp.resolve("more/tiny"), temp.resolve("Elsewhere"));
    ModelCatalog with = withDefault(elsewhere.toString());
    assertThat(with.list())
        .extracting(ModelCatalog.Entry::name)
        .containsExactly("tiny", "Elsewhere");
    assertThat(with.choose("").path()).isEqualTo(elsewhere);
    assertThat(with.choose("elsewhere").path()).isEqualTo(elsewhere);
  }

  private ModelCatalog withDefault(String model) {
    return new ModelCatalog(
        models, new ModelHashes(temp.resolve("hashes.json")), new ModelCatalog.Defaults(model, ""));
  }

  @Test
  void namesThatNoModelHasAreRefusedWithThoseThereAre() {
    for (String wanted :
        new String[] {"absent", "0123456789", "tiny [0123456789]", "a\0b", "tin"}) {
      refused(wanted, "unknown model \"" + wanted + "\"; in " + models + " there are: tiny");
    }
  }

  @Test
  void vaeThatIsNoPathIsRefusedAsAnUnknownOne() {
    ModelSource model = catalog.choose("tiny");
    assertThatThrownBy(() -> catalog.withVae(model, "a\0b"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("unknown VAE \"a\0b\"; there are: none; \"None\" is the model's own");
    assertThat(catalog.withVae(model, "none")).isEqualTo(model);
  }

  private void refused(String wanted, String message) {
    assertThatThrownBy(() -> catalog.choose(wanted))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }
}
