package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.plugin.lora.file.LoraFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The project's own files under all their names, over HTTP, on the command line, on the page. */
class LoraLibraryTest {
  @TempDir Path folder;
  private LoraLibrary library;

  @BeforeEach
  void copy() throws IOException {
    Path cape = Files.createDirectories(folder.resolve("clothes")).resolve("red-cape.safetensors");
    Files.copy(Fixtures.model("cape"), cape);
    Path couple = folder.resolve("couple.safetensors");
    Files.copy(Fixtures.model("couple"), couple);
    library = FakeModels.of(folder, cape, couple).library();
  }

  private String find(String name) {
    return LoraLibrary.find(library.all(), name).map(LoraEntry::name).orElse("none");
  }

  @Test
  void aFileHasManyNames() {
    for (String name :
        List.of(
            "red-cape",
            "clothes/red-cape",
            "red-cape.safetensors",
            folder.resolve("clothes/red-cape.safetensors").toString(),
            "cape",
            "Red-Cape",
            "CAPE")) {
      assertThat(find(name)).isEqualTo("red-cape");
    }
    assertThat(find("cap")).isEqualTo("none");
    assertThat(find("")).isEqualTo("none");
  }

  @Test
  void aNameOfTwoIsRefusedWithBoth() throws IOException {
    Path other = folder.resolve("other.safetensors");
    Files.copy(Fixtures.model("cape"), other);
    Path cape = folder.resolve("clothes/red-cape.safetensors");
    library = FakeModels.of(folder, cape, other).library();
    assertThat(find("other")).isEqualTo("other");
    assertThatThrownBy(() -> find("cape"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "LoRA \"cape\" is the name of %s and of %s; write <lora:clothes/red-cape:1> or rename one",
            cape, other);
  }

  @Test
  void aBrokenFileIsToldWhenItIsNamed() {
    LoraEntry broken =
        new LoraEntry(new Found("x", folder, Kind.LORA, "x is cut off; copy it again"), Map.of());
    assertThatThrownBy(() -> LoraLibrary.find(List.of(broken), "x"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("LoRA 'x' cannot be used: x is cut off; copy it again");
  }

  /** As the host finds files on disk. */
  private LoraLibrary found(String loraDir) {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    return new LoraLibrary(
        new FoundModels(new ModelCatalog(folder.resolve("models"), hashes), hashes),
        SafetensorsFile::open,
        new FakeHome(folder, new LoraSettings(loraDir, 512)),
        new JsonCodec());
  }

  private Path put(String name) throws IOException {
    Path file = folder.resolve("models/lora/" + name + ".safetensors");
    Files.createDirectories(file.getParent());
    return Files.copy(Fixtures.model("couple"), file);
  }

  @Test
  void aFileThatIsCutInHalfIsToldWhenItIsNamedAndListed() throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.model("couple"));
    Files.write(put("half"), Arrays.copyOf(whole, whole.length / 2));
    byte[] longHeader = whole.clone();
    longHeader[4] = 1;
    Files.write(put("header"), longHeader);
    put("sound");
    LoraLibrary disk = found("");
    for (String name : List.of("half", "header")) {
      assertThatThrownBy(() -> LoraLibrary.find(disk.all(), name))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("LoRA '" + name + "' cannot be used: ")
          .hasMessageContaining("is not a valid safetensors file");
    }
    FakeCliCall call = new FakeCliCall();
    assertThat(new LorasCommand(disk).run(call)).isZero();
    assertThat(String.join("\n", call.printed()))
        .containsPattern("half +half +- +.*half.safetensors is not a valid safetensors file")
        .containsPattern("sound +couple +LoRA +[0-9a-f]{12}");
    assertThat(new LoraPanel(disk).html())
        .contains("<li>half: ", "data-tag=\"&lt;lora:sound:1&gt;\"")
        .doesNotContain("lora:half");
  }

  @Test
  void aTagNamesOneFileAlone() throws Exception {
    put("tiny");
    put("sub/tiny");
    put("a,b");
    put("Case");
    put("case");
    Files.delete(put("x"));
    LoraLibrary disk = found("");
    List<LoraEntry> all = disk.all();
    for (LoraEntry entry : all) {
      LoraLibrary.tagName(all, entry)
          .ifPresent(name -> assertThat(LoraLibrary.find(all, name)).contains(entry));
    }
    assertThat(all)
        .extracting(entry -> LoraLibrary.tagName(all, entry).orElse("none"))
        .containsExactly("Case", "none", "case", "sub/tiny", "lora/tiny");
    assertThat(new LoraPanel(disk).html()).contains("a,b: no tag can name it; rename the file");
    assertThat(
            new FakeApiCall("GET", "/sdapi/v1/loras")
                .jsonFrom(new LoraRoutes(disk, Fixtures.files()))
                .toString())
        .contains("name=lora/tiny,", "name=sub/tiny,");
    assertThatThrownBy(() -> LoraLibrary.find(all, "CASE")).isInstanceOf(BadRequest.class);
  }

  /** Tags come from keyboards and web pages, names from macOS (decomposed) and careless hands. */
  @ParameterizedTest
  @CsvSource({
    "cafe\u0301, caf\u00e9",
    "caf\u00e9, cafe\u0301",
    "'cape ', cape",
    "'cape ', 'cape .safetensors'",
    "sub/tiny, sub/tiny",
    "sub/tiny, lora/sub/tiny.safetensors",
    "a/b/c/d/e/f/tiny, e/f/tiny"
  })
  void aTagFindsItsFileAsPeopleWriteIt(String name, String wanted) throws IOException {
    Path file = put(name);
    put("another-tiny");
    List<LoraEntry> all = found("").all();
    LoraEntry entry = LoraLibrary.find(all, wanted).orElseThrow();
    assertThat(entry.found().path()).isEqualTo(file);
    String tag = LoraLibrary.tagName(all, entry).orElseThrow();
    assertThat(tag).isEqualTo(tag.strip());
    assertThat(LoraLibrary.find(all, tag)).contains(entry);
  }

  @Test
  void aFileThatIsReachedInTwoWaysIsOne() throws IOException {
    Path file = put("sub/tiny");
    Files.createSymbolicLink(folder.resolve("models/lora/again"), file.getParent());
    Files.createSymbolicLink(folder.resolve("models/all"), folder.resolve("models"));
    LoraLibrary disk = found(file.getParent().toString());
    assertThat(disk.all()).extracting(LoraEntry::name).containsExactly("tiny");
    assertThat(LoraLibrary.find(disk.all(), "tiny")).isPresent();
  }

  @Test
  void whatStrangersWroteStaysInItsLine() throws IOException {
    Map<String, String> metadata =
        Map.of("ss_output_name", "red\r\nforged", "modelspec.trigger_phrase", "a\r\n  b, c");
    LoraEntry entry =
        new LoraEntry(
            new Found("x", folder.resolve("couple.safetensors"), Kind.LORA, ""), metadata);
    assertThat(library.card(entry).triggers()).containsExactly("a b", "c");
    Files.createDirectories(folder.resolve("models/lora"));
    Fixtures.write(
        folder.resolve("models/lora/x.safetensors"),
        metadata,
        Map.of("lora_unet_conv_in.alpha", dev.kiln.spi.tensor.Tensor.zeros(1)));
    FakeCliCall call = new FakeCliCall();
    new LorasCommand(found("")).run(call);
    assertThat(call.printed()).hasSize(2);
    assertThat(call.printed().get(1)).matches("x +red forged +LoRA +[0-9a-f]{12} +a b, c");
  }

  @Test
  void aFolderThatIsNoneIsToldInOneSentence() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String name : List.of(file.toString(), folder.resolve("missing").toString())) {
      assertThatThrownBy(() -> found(name).all())
          .isInstanceOf(BadRequest.class)
          .hasMessage("--lora-dir is \"%s\", which is not a folder; name one", name);
      assertThat(new LoraPanel(found(name)).html()).contains("which is not a folder; name one");
    }
  }

  @Test
  void aFileInPlaceOfAnotherOfItsSizeAndTimeIsAnother() throws Exception {
    Path file = put("one");
    LoraLibrary disk = found("");
    String before = disk.hash(disk.all().get(0));
    assertThat(disk.hash(disk.all().get(0))).isEqualTo(before);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    FileTime time = Files.getLastModifiedTime(file);
    // The clock of a file system may tick every few milliseconds.
    Thread.sleep(50);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    assertThat(disk.hash(disk.all().get(0))).isNotEqualTo(before);
  }

  @Test
  void aRefreshReadsFilesAnew() throws Exception {
    LoraFiles files = Fixtures.files();
    LoraUse use = Fixtures.use(Fixtures.model("couple"), 1);
    LoraFile before = files.read(use);
    assertThat(files.read(use)).isSameAs(before);
    new FakeApiCall("POST", "/sdapi/v1/refresh-loras").jsonFrom(new LoraRoutes(library, files));
    assertThat(files.read(use)).isNotSameAs(before);
  }

  @Test
  void overHttpAsWebuiAnswers() throws Exception {
    LoraRoutes routes = new LoraRoutes(library, Fixtures.files());
    Object json = new FakeApiCall("GET", "/sdapi/v1/loras").jsonFrom(routes);
    assertThat(json).isInstanceOf(List.class);
    assertThat((Map<?, ?>) ((List<?>) json).get(0))
        .hasToString(
            ("{name=red-cape, alias=cape, path=%s, metadata={ss_network_dim=8,"
                    + " ss_base_model_version=sd_v1, ss_network_module=networks.lora,"
                    + " ss_output_name=cape, ss_network_alpha=8.0,"
                    + " ss_tag_frequency={cape={superhero=600}}}}")
                .formatted(folder.resolve("clothes/red-cape.safetensors")));
    assertThat(new FakeApiCall("POST", "/sdapi/v1/refresh-loras").jsonFrom(routes)).isNull();
  }

  @Test
  void onTheCommandLine() {
    FakeCliCall call = new FakeCliCall();
    assertThat(new LorasCommand(library).run(call)).isZero();
    assertThat(call.printed())
        .element(0, org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .matches("name +alias +type +hash +trigger words");
    assertThat(call.printed().get(1)).matches("red-cape +cape +LoCon +[0-9a-f]{12} +superhero");
    assertThat(call.printed().get(2)).matches("couple +couple +LoRA +[0-9a-f]{12} +couple");
    FakeCliCall none = new FakeCliCall();
    new LorasCommand(FakeModels.of(folder).library()).run(none);
    assertThat(none.said())
        .containsExactly(
            "there are no LoRA files; put some into the models folder, or name one: --lora-dir");
  }

  @Test
  void wordsBesideAFileComeFirst() throws IOException {
    Files.writeString(folder.resolve("couple.json"), "{\"activation text\": \"couple, beach <3\"}");
    Files.writeString(
        folder.resolve("couple.civitai.info"), "{\"trainedWords\": [\"two people\"]}");
    assertThat(library.card(library.all().get(1)).triggers())
        .containsExactly("couple", "beach <3", "two people");
    Files.writeString(folder.resolve("couple.json"), "{\"activation text\": \"cou");
    assertThat(library.card(library.all().get(1)).triggers()).containsExactly("two people");
  }

  @Test
  void onThePageWithAPictureAndAButton() throws Exception {
    byte[] png = new PictureCodec().write(Picture.black(3, 6));
    Path preview = Files.write(folder.resolve("couple.preview.png"), png);
    LoraPanel panel = new LoraPanel(library);
    String html = panel.html();
    assertThat(html)
        .contains(
            "<button type=\"button\" data-tag=\"&lt;lora:red-cape:1&gt;\""
                + " data-words=\"superhero\">red-cape</button> superhero")
        .containsOnlyOnce("<img")
        .contains("src=\"/kiln/v1/loras/preview?name=couple\"");
    assertThat(panel.script()).contains("export default", "page.insert");
    assertThat(new LoraPanel(FakeModels.of(folder).library()).html())
        .isEqualTo("<p>There are no LoRA files in the models folder.</p>");
    LoraRoutes routes = new LoraRoutes(library, Fixtures.files());
    FakeApiCall call = new FakeApiCall("GET", LoraRoutes.PREVIEW);
    assertThat(routes.handle(call.with("name", "couple")))
        .isEqualTo(new ApiResponse.File("image/png", preview));
    for (String none : List.of("red-cape", "../couple", "")) {
      assertThatThrownBy(() -> routes.handle(call.with("name", none)))
          .isInstanceOf(BadRequest.class)
          .hasMessage("there is no picture of a LoRA \"%s\"", none);
    }
  }
}
