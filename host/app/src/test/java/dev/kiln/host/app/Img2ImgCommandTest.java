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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void whatAMaskLeavesBlackStays() throws IOException {
    Path mask = temp.resolve("mask.png");
    Picture white = Picture.black(64, 72);
    for (int i = 0; i < 32 * 72; i++) {
      white.set(i % 32, i / 32, 255, 255, 255);
    }
    Files.write(mask, PictureCodec.png(white));
    Result result = redraw("--steps", "2", "--mask", mask.toString(), "--mask-blur", "0");
    assertThat(result.exit()).as(result.err()).isZero();
    Picture drawn =
        new PictureCodec().read("x", Files.readAllBytes(line.pictures().resolve("x.png")));
    for (int y = 0; y < 72; y++) {
      assertThat(drawn.at(50, y, 0)).isZero();
    }
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
    String sentence = in + " is larger than 256 MB, which no picture of Kiln's is";
    line.refused(redraw(), sentence);
    line.refused(line.run("png-info", in.toString()), sentence);
    Files.writeString(in, "text");
    line.refused(
        redraw(),
        in + " is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF, in JSON as base64");
    line.refused(
        line.run("img2img", in.toString()),
        "Missing required parameter: 'PROMPT'; see kiln img2img --help");
  }
}
