package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PngImage;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Img2ImgCommandTest {
  @TempDir private Path temp;
  private TestingCommandLine line;
  private Path in;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
    in = temp.resolve("in.png");
    Files.write(in, PictureCodec.png(Picture.black(64, 72)));
  }

  private Result redraw(String... flags) {
    String[] all = new String[flags.length + 5];
    System.arraycopy(
        new String[] {"img2img", in.toString(), "a girl", "-o", "x.png"}, 0, all, 0, 5);
    System.arraycopy(flags, 0, all, 5, flags.length);
    return line.run(line.args(all));
  }

  @Test
  void aPictureIsDrawnAnewInItsSize() throws IOException {
    Result result = redraw("--steps", "2", "--strength", "0.5", "--seed", "3");
    assertThat(result.exit()).as(result.err()).isZero();
    byte[] png = Files.readAllBytes(line.pictures().resolve("x.png"));
    assertThat(PngImage.parameters("x.png", png).orElseThrow())
        .contains("Size: 64x72", "Denoising strength: 0.5", "Init image hash: ");
  }

  /** White on the left. */
  private Path mask(int width, int height) throws IOException {
    Picture mask = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width / 2; x++) {
        mask.set(x, y, 255, 255, 255);
      }
    }
    return Files.write(temp.resolve("mask.png"), PictureCodec.png(mask));
  }

  /** One of another size is stretched. */
  @ParameterizedTest
  @CsvSource({"64, 72", "16, 9"})
  void whatAMaskLeavesBlackStays(int width, int height) throws IOException {
    Path mask = mask(width, height);
    Result result = redraw("--steps", "2", "--mask", mask.toString(), "--mask-blur", "0");
    assertThat(result.exit()).as(result.err()).isZero();
    Picture drawn =
        new PictureCodec().read("x", Files.readAllBytes(line.pictures().resolve("x.png")));
    for (int y = 0; y < 72; y++) {
      assertThat(drawn.at(50, y, 0)).isZero();
    }
  }

  @Test
  void anEmptyMaskIsTold() throws IOException {
    Path mask = Files.write(temp.resolve("m.png"), PictureCodec.png(Picture.black(8, 8)));
    Result result = redraw("--steps", "1", "--mask", mask.toString());
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("kiln: the mask is empty: nothing of the picture is drawn anew\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void theEndsOfTheStrengthAreDrawn(String strength) throws IOException {
    Result result = redraw("--steps", "2", "--strength", strength);
    assertThat(result.exit()).as(result.err()).isZero();
    byte[] png = Files.readAllBytes(line.pictures().resolve("x.png"));
    assertThat(PngImage.parameters("x.png", png).orElseThrow())
        .contains("Denoising strength: " + strength);
  }

  @Test
  void whatIsTooMuchIsRefused() throws IOException {
    line.refused(
        redraw("--strength", "1.01"),
        "denoising strength is 1.01; it must be a number from 0 to 1");
    line.refused(
        redraw("--strength", "0", "--full-steps"),
        "denoising strength is 0, too little for 20 full steps; ask for more strength or leave out full_steps");
    String sentence =
        " has 20000x2 pixels; at most 8192 a side and 64 million in all are taken, scale it down";
    Path large = Files.write(temp.resolve("l.png"), PictureCodec.png(Picture.black(20_000, 2)));
    line.refused(redraw("--mask", large.toString()), large + sentence);
    Files.copy(large, in, StandardCopyOption.REPLACE_EXISTING);
    line.refused(redraw(), in + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--only-masked", "--mask-blur=3", "--masked-content=fill"})
  void whatIsSaidOfAMaskNeedsOne(String flag) throws IOException {
    line.refused(
        redraw(flag),
        flag.replaceFirst("=.*", "")
            + " says something of a mask, and there is none; give one with --mask FILE");
  }

  @Test
  void filesThatAreNotThereOrNoPicturesAreRefused() throws IOException {
    line.refused(
        line.run("img2img", "absent.png", "a girl"), "there is no file absent.png; name a picture");
    line.refused(
        redraw("--mask", temp.toString()), "there is no file " + temp + "; name a picture");
    try (RandomAccessFile large = new RandomAccessFile(in.toFile(), "rw")) {
      large.setLength((256L << 20) + 1);
    }
    String sentence = in + " is larger than 256 MB; name a picture that is not";
    line.refused(redraw(), sentence);
    line.refused(line.run("png-info", in.toString()), sentence);
    Files.writeString(in, "text");
    line.refused(redraw(), in + " is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF");
    line.refused(
        line.run("img2img", in.toString()),
        "Missing required parameter: 'PROMPT'; see kiln img2img --help");
  }
}
