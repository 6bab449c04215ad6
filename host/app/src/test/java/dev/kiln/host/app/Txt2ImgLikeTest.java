package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureText;
import dev.kiln.host.image.PngImage;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kiln txt2img --like} and {@code kiln png-info}, with the default model. */
class Txt2ImgLikeTest {
  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
  }

  private Path drawn(String name, String... arguments) {
    Path file = temp.resolve(name);
    List<String> all = new ArrayList<>(List.of("txt2img", "-o", file.toString()));
    all.addAll(List.of(arguments));
    Result result = line.run(all.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("kiln: ");
    return file;
  }

  private static byte[] pixels(Path file) throws IOException {
    Picture picture = new PictureCodec().read(file.toString(), Files.readAllBytes(file));
    return picture.rgba();
  }

  private static String infotext(Path file) throws IOException {
    return PictureText.of(file.toString(), Files.readAllBytes(file)).infotext();
  }

  @Test
  void aPictureIsDrawnAgainBitForBit() throws IOException {
    Path first =
        drawn(
            "first.png",
            "a girl, (red:1.3)\nmeadow",
            "-n",
            "night",
            "--steps=4",
            "--sampler=Euler a",
            "--cfg=5.5",
            "--size=64x128",
            "--subseed-strength=0.3",
            "--clip-skip=2",
            "--ensd=31337",
            "--attention=none");

    Path again = drawn("again.png", "--like", first.toString());

    assertThat(infotext(again)).isEqualTo(infotext(first));
    assertThat(pixels(again)).isEqualTo(pixels(first));
  }

  @Test
  void otherFlagsChangeIt() throws IOException {
    Path first = drawn("first.png", "a girl", "--steps=2", "--size=64x64", "--seed=3");

    Path other =
        drawn("other.png", "a boy", "--like", first.toString(), "--seed=4", "--cfg=3", "--steps=3");

    assertThat(infotext(other))
        .startsWith("a boy\nSteps: 3, ")
        .contains("CFG scale: 3, Seed: 4, Size: 64x64, ");
  }

  @Test
  void theDefaultsOfTheModelAreUsedAndNotThoseOfAPictureThatIsSilent() throws IOException {
    Path own = drawn("own.png", "a girl", "--size=64x64", "--steps=1");
    assertThat(infotext(own)).contains("Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6, ");
    Path text = temp.resolve("text.txt");
    Files.writeString(text, "a girl\nSteps: 1, Seed: 1, Size: 64x64");

    assertThat(infotext(drawn("plain.png", "--like", text.toString()))).contains("CFG scale: 7, ");
    assertThat(infotext(drawn("euler.png", "x", "--sampler=Euler", "--size=64x64", "--steps=1")))
        .contains("Sampler: Euler, Schedule type: Uniform, CFG scale: 6, ");
  }

  @Test
  void otherOperatorsAreAWarning() throws IOException {
    Path text = temp.resolve("text.txt");
    Files.writeString(
        text, "a girl\nSteps: 1, Seed: 1, Size: 64x64, Operators: sdp 00000000, Tiling: True");

    Result result =
        line.run("txt2img", "--like", text.toString(), "-o", temp.resolve("x.png").toString());

    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("kiln: of the infotext, these have no effect in Kiln: Tiling\n")
        .containsPattern(
            "kiln: the networks compute by operators [0-9a-f]{8} here and did by 00000000 when the"
                + " picture was drawn; colors may differ by 1/255, or by more where they approximate\n");
  }

  @Test
  void pngInfoShowsTheTextAndItsValues() throws IOException {
    Path file = temp.resolve("a.png");
    String text = "a cat\nSteps: 20, Sampler: Euler, Size: 64x96";
    Files.write(file, new PngImage(1, 1, new byte[3], text).encode());

    assertThat(line.run("png-info", file.toString()).out()).isEqualTo(text + "\n");
    assertThat(line.run("png-info", file.toString(), "--json").out())
        .startsWith("{\"info\":\"a cat\\nSteps: 20, ")
        .contains("\"parameters\":{\"Prompt\":\"a cat\",", "\"Size-1\":\"64\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png-info", "txt2img --like"})
  void whatHasNoInfotextIsRefused(String command) throws IOException {
    Path file = temp.resolve("a.png");
    refused(command, file, "there is no file " + file + "; name a picture");
    Files.write(file, new PngImage(1, 1, new byte[3], "").encode());
    refused(
        command,
        file,
        file
            + " has no infotext; give a picture as it was saved by Kiln, webUI or another program"
            + " that writes one");
    Files.write(file, new byte[100]);
    refused(
        command, file, file + " is no picture whose text Kiln reads; give PNG, JPEG, WebP or GIF");
    Files.write(file, new PngImage(1, 1, new byte[3], "a".repeat(10 << 20)).encode());
    refused(command, file, file + " has 10485760 letters of text; at most 1048576 are read");
  }

  private void refused(String command, Path file, String sentence) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(file.toString());
    line.refused(line.run(words.toArray(String[]::new)), sentence);
  }
}
