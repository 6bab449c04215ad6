package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngImageTest {
  private static final String LATIN =
      "café, (a:1.2)\nNegative prompt: b\nSteps: 20, Sampler: Euler a, Seed: 1";
  private static final String UNICODE = "日本 🙂\nSteps: 20, Sampler: Euler a, Seed: 1";

  @Test
  void anotherDecoderReadsThePixels() throws IOException {
    byte[] noise = new byte[37 * 23 * 3];
    new Random(1).nextBytes(noise);
    assertThat(decoded(new PngImage(37, 23, noise, "").encode())).isEqualTo(noise);

    byte[] smooth = smooth(64, 48);
    byte[] file = new PngImage(64, 48, smooth, "x").encode();
    assertThat(decoded(file)).isEqualTo(smooth);
    assertThat(file.length).isLessThan(smooth.length / 4);

    byte[] pixel = {1, 2, (byte) 255};
    assertThat(decoded(new PngImage(1, 1, pixel, "").encode())).isEqualTo(pixel);
  }

  @Test
  void textIsReadBack() {
    for (String text : new String[] {"plain", LATIN, UNICODE, "x".repeat(100_000)}) {
      byte[] file = new PngImage(1, 1, new byte[3], text).encode();
      assertThat(PngImage.parameters("x.png", file)).contains(text);
    }
    assertThat(PngImage.parameters("x.png", new PngImage(1, 1, new byte[3], "").encode()))
        .isEmpty();
  }

  @Test
  void textIsWrittenByteForByteAsPillowWritesIt() throws IOException {
    assertThat(textChunk(new PngImage(2, 2, new byte[12], LATIN).encode(), "tEXt"))
        .isEqualTo(textChunk(resource("latin1.png"), "tEXt"));
    assertThat(textChunk(new PngImage(2, 2, new byte[12], UNICODE).encode(), "iTXt"))
        .isEqualTo(textChunk(resource("utf8.png"), "iTXt"));
  }

  @Test
  void picturesOfPillowAreRead() throws IOException {
    assertThat(PngImage.parameters("latin1.png", resource("latin1.png"))).contains(LATIN);
    assertThat(PngImage.parameters("utf8.png", resource("utf8.png"))).contains(UNICODE);
  }

  @Test
  void otherFilesAreRefused() {
    assertThatThrownBy(() -> PngImage.parameters("x.jpg", new byte[] {1, 2, 3}))
        .isInstanceOf(BadRequest.class)
        .hasMessage("x.jpg is not a PNG file: give a picture that was saved as PNG");
  }

  @Test
  void damagedFilesAreRefused() {
    byte[] file = new PngImage(1, 1, new byte[3], "text").encode();
    for (int length = 8; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length < 8 + 25 + 27) {
        assertThatThrownBy(() -> PngImage.parameters("x.png", cut))
            .isInstanceOf(BadRequest.class)
            .hasMessage("x.png is a damaged PNG file, it ends too early: take an undamaged copy");
      }
    }
    byte[] flipped = file.clone();
    flipped[20] ^= 1;
    assertThatThrownBy(() -> PngImage.parameters("x.png", flipped))
        .hasMessage(
            "x.png is a damaged PNG file, a checksum in it is wrong: take an undamaged copy");
    byte[] negative = file.clone();
    negative[8] = -1;
    assertThatThrownBy(() -> PngImage.parameters("x.png", negative))
        .hasMessage(
            "x.png is a damaged PNG file, a length in it is negative: take an undamaged copy");
  }

  @Test
  void pixelsMustFitTheSize() {
    assertThatThrownBy(() -> new PngImage(2, 2, new byte[11], ""))
        .hasMessage("a picture of 2x2 needs 12 bytes, found 11");
  }

  private static byte[] decoded(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    ByteBuffer rgb = ByteBuffer.allocate(image.getWidth() * image.getHeight() * 3);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int colour = image.getRGB(x, y);
        rgb.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
      }
    }
    return rgb.array();
  }

  private static byte[] smooth(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      rgb[i] = (byte) (pixel % width * 2 + pixel / width * 3 + i % 3 * 40);
    }
    return rgb;
  }

  private static byte[] textChunk(byte[] png, String type) {
    String bytes = new String(png, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(type) - 4;
    return Arrays.copyOfRange(png, at, at + 12 + ByteBuffer.wrap(png).getInt(at));
  }

  private byte[] resource(String name) throws IOException {
    try (InputStream file = getClass().getResourceAsStream(name)) {
      return file.readAllBytes();
    }
  }
}
