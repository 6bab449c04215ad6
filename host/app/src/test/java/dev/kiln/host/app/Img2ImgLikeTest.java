package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureHash;
import dev.kiln.host.image.PictureText;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln img2img --like}, with the default model. */
class Img2ImgLikeTest {
  @TempDir private Path temp;
  private TestingCommandLine line;
  private Path in;
  private Path mask;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
    in = picture("in.png", 0);
    mask = picture("mask.png", 90);
  }

  /** From one color to another, brighter from a column on. */
  private Path picture(String name, int from) throws IOException {
    Picture picture = Picture.black(72, 64);
    for (int i = 0; i < 72 * 64; i++) {
      int level = i % 72 * 3 < from ? 0 : 255 - i / 72;
      picture.set(i % 72, i / 72, level, level, from == 0 ? 60 : level);
    }
    return Files.write(temp.resolve(name), PictureCodec.png(picture));
  }

  private Result run(Path out, String... arguments) {
    List<String> all = new ArrayList<>(List.of("img2img", in.toString(), "-o", out.toString()));
    all.addAll(List.of(arguments));
    return line.run(all.toArray(String[]::new));
  }

  private Path drawn(String name, String... arguments) {
    Path file = temp.resolve(name);
    Result result = run(file, arguments);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("kiln: ");
    return file;
  }

  private static Picture pixels(Path file) throws IOException {
    return new PictureCodec().read(file.toString(), Files.readAllBytes(file));
  }

  private static String infotext(Path file) throws IOException {
    return PictureText.of(file.toString(), Files.readAllBytes(file)).infotext();
  }

  private void drawnAgain(Path first, String... given) throws IOException {
    List<String> all = new ArrayList<>(List.of("--like", first.toString()));
    all.addAll(List.of(given));
    Path again = drawn("again.png", all.toArray(String[]::new));
    assertThat(infotext(again)).isEqualTo(infotext(first));
    assertThat(pixels(again).rgba()).isEqualTo(pixels(first).rgba());
  }

  @Test
  void aPictureIsDrawnAgainBitForBit() throws IOException {
    Path first =
        drawn(
            "first.png",
            "a girl",
            "--steps=4",
            "--seed=3",
            "--strength=0.6",
            "--full-steps",
            "--resize=crop",
            "--size=64x128",
            "--noise-multiplier=0.9",
            "--color-correction");
    drawnAgain(first);
  }

  @Test
  void soIsOneUnderAMask() throws IOException {
    String under = "--mask=" + mask;
    String[] common = {"a girl", "--steps=2", "--sampler=Euler", under};
    List<String> flags = new ArrayList<>(List.of(common));
    flags.addAll(
        List.of(
            "--mask-blur-x=3",
            "--mask-blur-y=1",
            "--mask-invert",
            "--masked-content=fill",
            "--only-masked",
            "--only-masked-padding=5",
            "--size=64x64"));
    drawnAgain(drawn("first.png", flags.toArray(String[]::new)), under);
    drawnAgain(drawn("plain.png", "a girl", "--steps=2", "--mask-blur=0", under), under);
    drawnAgain(drawn("default.png", common), under);
  }

  @Test
  void otherFlagsChangeIt() throws IOException {
    Path first = drawn("first.png", "a girl", "--steps=2", "--mask=" + mask);
    Path other =
        drawn(
            "other.png",
            "a boy",
            "--like=" + first,
            "--mask=" + mask,
            "--strength=0.5",
            "--mask-blur=7");
    assertThat(infotext(other))
        .startsWith("a boy\nSteps: 2, ")
        .contains("Denoising strength: 0.5, ", "Mask blur: 7");
  }

  @Test
  void otherPicturesAreWarnings() throws IOException {
    Path first = drawn("first.png", "a girl", "--steps=1", "--mask=" + mask);
    String hash = PictureHash.of(pixels(in));
    String masks = PictureHash.of(pixels(mask));
    in = picture("in.png", 30);
    Result result = run(temp.resolve("x.png"), "--like=" + first);
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains(
            "kiln: the picture to begin with has the hash "
                + PictureHash.of(pixels(in))
                + ", and the one that the infotext tells of had "
                + hash
                + ": another picture is drawn\n",
            "kiln: the infotext tells of a mask, and there is none: all is drawn anew\n");
    result = run(temp.resolve("x.png"), "--like=" + first, "--mask=" + in);
    assertThat(result.err())
        .contains(
            "kiln: the mask has the hash "
                + PictureHash.of(pixels(in))
                + ", and the one that the infotext tells of had "
                + masks
                + ": another picture is drawn\n");
  }

  @Test
  void textAloneDrawsNoPictureOfAnotherOneAgain() throws IOException {
    Path first = drawn("first.png", "a girl", "--steps=1", "--size=64x64");
    Result result =
        line.run("txt2img", "--like", first.toString(), "-o", temp.resolve("x.png").toString());
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains(
            "kiln: the infotext is of a picture that was drawn on another one; img2img draws it again, with that one to begin with\n")
        .doesNotContain("have no effect");
    assertThat(infotext(temp.resolve("x.png"))).doesNotContain("Denoising strength");
  }
}
