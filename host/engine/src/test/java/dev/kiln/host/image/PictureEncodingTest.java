package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureEncodingTest {
  private static PngImage gradient(int width, int height, String parameters) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % width * 255 / width);
    }
    return new PngImage(width, height, rgb, parameters);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void aFileIsReadAgainWithItsColors(Format format) {
    // Sides that are no multiple of a block.
    for (String parameters : new String[] {"", "a cat", "a cat, odd"}) {
      PngImage image = gradient(37, 21, parameters);
      byte[] file = new PictureEncoding(format, 95).encode(image);
      Picture read = new PictureCodec().read("it", file);
      assertThat(read.width()).isEqualTo(37);
      assertThat(read.height()).isEqualTo(21);
      for (int i = 0; i < 37 * 21; i++) {
        assertThat((read.rgba()[4 * i] & 255) - (image.rgb()[3 * i] & 255)).isBetween(-12, 12);
      }
    }
  }

  /** piexif 1.1.3 reads these bytes, with which webUI reads the comment. */
  @Test
  void theTextIsAnExifCommentThatWebuiReads() {
    String tiff =
        "4d4d002a00000008000187690004000000010000001a000000000001928600070000000e0000002c00000000554e49434f444500006100202603";
    assertThat(HexFormat.of().formatHex(new UserComment("a ☃").tiff())).isEqualTo(tiff);
    for (Format format : new Format[] {Format.JPEG, Format.WEBP}) {
      byte[] file = new PictureEncoding(format, 80).encode(gradient(8, 8, "a ☃"));
      assertThat(HexFormat.of().formatHex(file)).contains(tiff);
    }
  }

  @Test
  void aTextThatAJpegHasNoRoomForIsLeftOut() {
    PictureEncoding jpeg = new PictureEncoding(Format.JPEG, 80);
    String most = "x".repeat((65_527 - 44 - 8) / 2);
    assertThat(jpeg.holds(most)).isTrue();
    assertThat(jpeg.encode(gradient(8, 8, most)).length).isGreaterThan(65_000);
    assertThat(jpeg.holds(most + "x")).isFalse();
    byte[] without = jpeg.encode(gradient(8, 8, most + "x"));
    assertThat(new String(without, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
    assertThat(new PictureEncoding(Format.WEBP, 80).holds(most + "x")).isTrue();
  }

  @Test
  void aFormatIsFoundByItsNamesInAnyCase() {
    assertThat(Format.of("format", "JPEG")).isEqualTo(Format.JPEG);
    assertThat(Format.of("format", " jpg ")).isEqualTo(Format.JPEG);
    assertThat(Format.of("format", "WebP")).isEqualTo(Format.WEBP);
    assertThatThrownBy(() -> Format.of("format", "avif"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("format is \"avif\"; it must be png, jpg, jpeg or webp");
  }
}
