package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureCodecTest {
  private final PictureCodec codec = new PictureCodec();

  private static String base64(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  @Test
  void whatWasWrittenIsRead() {
    Picture picture = Picture.black(3, 2);
    picture.set(2, 1, 6, 230, 230);
    Picture read = codec.decode("image", "data:image/png;base64," + codec.encode(picture));
    assertThat(read.rgba()).isEqualTo(picture.rgba());
  }

  /** A white square on transparent black: its colors stay, its edge becomes soft. */
  @Test
  void greyIsWhatTheFileSays() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 200);
    Picture read = codec.decode("image", base64(grey, "png"));
    assertThat(read.at(0, 0, 0)).isEqualTo(100);
    assertThat(read.at(1, 0, 2)).isEqualTo(200);
  }

  @Test
  void sixteenBitsOfGreyBecomeEight() throws IOException {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 0x8080);
    assertThat(codec.decode("image", base64(grey, "png")).at(0, 0, 1)).isEqualTo(0x80);
  }

  @Test
  void opacityIsKept() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x40102030);
    Picture read = codec.decode("image", base64(image, "png"));
    assertThat(read.at(0, 0, 3)).isEqualTo(0x40);
    assertThat(read.at(0, 0, 0)).isEqualTo(0x10);
  }

  @Test
  void opacityIsWritten() {
    Picture picture = Picture.black(3, 2);
    picture.set(2, 1, 6, 230, 230);
    picture.rgba()[3] = 0;
    picture.rgba()[4 * 5 + 3] = 77;
    assertThat(codec.read("image", codec.write(picture)).rgba()).isEqualTo(picture.rgba());
  }

  @Test
  void jpegIsRead() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    Picture read = codec.decode("image", base64(image, "jpg"));
    assertThat(read.width()).isEqualTo(16);
    assertThat(read.at(8, 8, 0)).isLessThan(3);
  }

  /** Files and pixels by pictures.py: all orientations, WebP, CMYK, palettes, profiles. */
  @Test
  void picturesAreThoseThatWebuiSees() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode goldens = json.readTree(getClass().getResourceAsStream("pictures.json"));
    assertThat(goldens).hasSize(38);
    for (JsonNode golden : goldens) {
      String name = golden.get("name").asText();
      Picture read = codec.read(name, golden.get("file").binaryValue());
      assertThat(read.width()).as(name).isEqualTo(golden.get("width").intValue());
      assertThat(read.height()).as(name).isEqualTo(golden.get("height").intValue());
      // Decoders of JPEG and of lossy WebP may round differently.
      boolean exact = name.endsWith(".png") || name.endsWith(".gif");
      int tolerance = exact || name.matches("[1-8c].*webp|prefixed.webp") ? 0 : 3;
      assertThat(difference(read.rgba(), golden.get("rgba").binaryValue()))
          .as(name)
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private static int difference(byte[] read, byte[] expected) {
    assertThat(read).hasSameSizeAs(expected);
    int most = 0;
    for (int i = 0; i < read.length; i++) {
      most = Math.max(most, Math.abs((read[i] & 0xff) - (expected[i] & 0xff)));
    }
    return most;
  }

  /** Phones save HEIC and browsers AVIF; an error has to say more than that it is neither. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ....ftypheic....mif1heic | x is a picture in HEIC, which Kiln does not read; save it as JPEG or PNG, for example with heif-convert IN.heic OUT.jpg
          ....ftypmif1....heic     | x is a picture in HEIC, which Kiln does not read; save it as JPEG or PNG, for example with heif-convert IN.heic OUT.jpg
          ....ftypavif....mif1miaf | x is a picture in AVIF, which Kiln does not read; save it as JPEG or PNG, for example with avifdec IN.avif OUT.png
          ....ftypisom....mp42     | x is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF
          RIFF....WEBPVP8X....\2... | x is an animated WebP, which Kiln does not read; save one frame of it as PNG
          RIFF....WEBP             | x is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF
          """)
  void whatCannotBeReadIsRefusedWithWhatToDo(String file, String sentence) {
    byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> codec.read("x", bytes))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void aDamagedFileIsReadOrRefusedInASentence() throws IOException {
    JsonNode goldens = new ObjectMapper().readTree(getClass().getResourceAsStream("pictures.json"));
    for (JsonNode golden : goldens) {
      byte[] file = golden.get("file").binaryValue();
      for (int length = 0; length < file.length; length += 1 + length / 3) {
        readOrRefused(Arrays.copyOf(file, length));
      }
      for (int at = 0; at < file.length; at += 11) {
        byte[] changed = file.clone();
        changed[at] ^= (byte) (at % 2 == 0 ? 0xff : 0x02);
        readOrRefused(changed);
      }
    }
    byte[] shortExif = "\u00ff\u00d8\u00ff\u00e1\0\2Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    readOrRefused(shortExif);
  }

  private void readOrRefused(byte[] file) {
    try {
      codec.read("x", file);
    } catch (BadRequest e) {
      assertThat(e.getMessage()).matches("(?s)x (is|has) .*");
    }
  }

  @Test
  void whatIsNoPictureIsRefusedInASentence() throws IOException {
    assertThatThrownBy(() -> codec.decode("unit 1: image", "%%%"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unit 1: image ");
    String text = Base64.getEncoder().encodeToString("hello, world, this is text".getBytes());
    assertThatThrownBy(() -> codec.decode("unit 1: image", text))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("no picture");
    String whole = codec.encode(Picture.black(64, 64));
    String half = whole.substring(0, whole.length() / 8 * 4);
    assertThatThrownBy(() -> codec.decode("unit 1: image", half))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("damaged");
    BufferedImage wide = new BufferedImage(20_000, 1, BufferedImage.TYPE_BYTE_BINARY);
    assertThatThrownBy(() -> codec.decode("unit 1: image", base64(wide, "png")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("20000x1");
  }
}
