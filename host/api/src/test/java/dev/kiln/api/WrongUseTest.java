package dev.kiln.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.plugin.ControlUnit;
import dev.kiln.api.plugin.Regions;
import java.awt.image.BufferedImage;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program says that means nothing is refused where it says it, with a sentence. */
class WrongUseTest {
  private static final Picture MAP =
      Picture.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));

  private enum Mode {
    TWO_SHOT
  }

  private static void refused(String sentence, Consumer<Txt2ImgBuilder> request) {
    refused(sentence, () -> DrawRequest.txt2img(r -> request.accept(r.prompt("a"))));
  }

  private static void refused(String sentence, Runnable use) {
    KilnException refused = catchThrowableOfType(KilnException.class, use::run);
    assertThat(refused).hasMessage(sentence);
    assertThat(refused.reason()).isEqualTo(Reason.BAD_REQUEST);
  }

  @Test
  void aPromptIsEmptyOnPurposeAlone() {
    String sentence =
        "there is no prompt; say what to draw by prompt(…), or by prompt(\"\") that it is open";
    refused(sentence, () -> DrawRequest.txt2img(r -> r.steps(3)));
    refused(sentence, () -> DrawRequest.img2img(r -> r.image(MAP)));
    assertThat(DrawRequest.txt2img(r -> r.infotext("a\nSteps: 2")).fields())
        .doesNotContainKey("prompt");
  }

  @Test
  void valuesAreThoseOfJson() {
    String kinds = "; it must be a string, number, boolean, list or map";
    refused("rho is NaN; it must be a finite number", r -> r.field("rho", Double.NaN));
    refused(
        "cfg_scale is Infinity; it must be a finite number",
        r -> r.cfgScale(Double.POSITIVE_INFINITY));
    refused("rho is an object of Object" + kinds, r -> r.field("rho", new Object()));
    refused(
        "mask is a picture, which requests carry as its base64()" + kinds,
        r -> r.field("mask", MAP));
    refused(
        "plugins.p.mode is the constant TWO_SHOT, which is written \"two-shot\"" + kinds,
        r -> r.with("p", "mode", Mode.TWO_SHOT));
    refused(
        "plugins.p.names is a String[], which List.of makes a list" + kinds,
        r -> r.with("p", "names", new String[] {"a"}));
    refused("rho has the name 1; names are strings", r -> r.field("rho", Map.of(1, "a")));
  }

  @Test
  void weightsAreFinite() {
    refused(
        "the strength of the LoRA \"cape\" is NaN; it must be a finite number, 1 for what it was"
            + " trained for",
        r -> r.lora("cape", Double.NaN));
    refused(
        "plugins.controlnet.units.weight is NaN; it must be a finite number",
        r -> r.with(ControlUnit.of("pose", MAP).weight(Double.NaN)));
    refused(
        "a region at 0.0, 0.0 of 1.0 x 1.0 with the weight NaN is none; all must be finite numbers",
        () -> Regions.attention().everywhere(Double.NaN));
    refused(
        "the setting freeu.b1 is NaN; it must be a finite number",
        () ->
            EngineOptions.builder()
                .models(Path.of("models"))
                .setting("freeu", "b1", Float.NaN)
                .build());
  }

  @Test
  void whatIsNullIsNamed() {
    isNull("request is null", () -> DrawRequest.txt2img(null));
    isNull("prompt is null", () -> DrawRequest.txt2img(r -> r.prompt(null)));
    isNull("plugins.p.o is null", () -> DrawRequest.txt2img(r -> r.with("p", "o", null)));
    isNull("mask is null", () -> DrawRequest.img2img(r -> r.mask(null)));
    isNull("weight is null", () -> ControlUnit.of("pose", MAP).with("weight", null));
    isNull("home is null", () -> EngineOptions.builder().home(null));
    isNull("file is null", () -> Picture.of((byte[]) null));
    isNull("options is null", () -> Kiln.open((EngineOptions) null));
  }

  private static void isNull(String begin, Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith(begin + "; ");
  }

  @Test
  void aRequestIsACopy() {
    List<Object> names = new ArrayList<>(List.of("a"));
    DrawRequest request = DrawRequest.txt2img(r -> r.prompt("").with("p", "names", names));
    names.add("b");
    assertThat(request.fields().get("plugins"))
        .isEqualTo(Map.of("p", Map.of("names", List.of("a"))));
  }

  @Test
  void aPictureIsWrittenIntoFoldersThatItMakes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a/b/map.png");
    MAP.write(file);
    MAP.write(file);
    assertThat(Picture.read(file).width()).isEqualTo(8);
    assertThat(Files.list(file.getParent())).containsExactly(file);
    assertThatThrownBy(() -> MAP.write(file.getParent()))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file.getParent() + ": a folder; name a file in it");

    Path usual = Files.createFile(folder.resolve("usual"));
    assertThat(rights(file)).isEqualTo(rights(usual));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file.getParent());
    MAP.write(link.resolve("linked.png"));
    assertThat(file.resolveSibling("linked.png")).exists();
  }

  private static Set<?> rights(Path file) throws Exception {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }
}
