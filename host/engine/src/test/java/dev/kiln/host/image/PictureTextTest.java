package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.spi.BadRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureTextTest {
  private static final String TEXT =
      "日本, café\nNegative prompt: b\nSteps: 20, Sampler: Euler a, Seed: 1";

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatKilnWritesIsReadBack(Format format) {
    byte[] file = new PictureEncoding(format, 90).encode(new PngImage(16, 16, new byte[768], TEXT));

    assertThat(PictureText.of("x", file)).isEqualTo(new PictureText(TEXT, Map.of()));
  }

  private static byte[] png(PngChunk... more) {
    byte[] plain = new PngImage(1, 1, new byte[3], "").encode();
    ByteBuffer file = ByteBuffer.allocate(plain.length + 100_000);
    // Behind the signature and the header.
    file.put(plain, 0, 33);
    Arrays.stream(more).forEach(chunk -> chunk.write(file));
    file.put(plain, 33, plain.length - 33);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      all.writeBytes(
          part instanceof byte[] bytes
              ? bytes
              : part.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toByteArray();
  }

  private static byte[] packed(byte[] text) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  @Test
  void packedTextsOfPngAreReadToo() throws Exception {
    byte[] latin =
        png(new PngChunk(PngChunk.PACKED_TEXT, bytes("parameters\0\0", packed(bytes("é, a")))));
    byte[] unicode =
        png(
            new PngChunk(
                PngChunk.UNICODE_TEXT,
                bytes("parameters\0\1\0en\0\0", packed(TEXT.getBytes(StandardCharsets.UTF_8)))));

    assertThat(PictureText.of("x", latin).infotext()).isEqualTo("é, a");
    assertThat(PictureText.of("x", unicode).infotext()).isEqualTo(TEXT);
  }

  @Test
  void otherTextsOfPngAreKeptByTheirNames() {
    byte[] file =
        png(
            new PngChunk(PngChunk.TEXT, bytes("Software\0ours")),
            new PngChunk(PngChunk.TEXT, bytes("parameters\0a cat")));

    assertThat(PictureText.of("x", file))
        .isEqualTo(new PictureText("a cat", Map.of("Software", "ours")));
  }

  /** As exiftool writes it; piexif, and so webUI, has the bytes in the other order. */
  @Test
  void aUserCommentMayHaveItsBytesInEitherOrder() {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] text = bytes("UNICODE\0", TEXT.getBytes(charset));
      ByteBuffer tiff = ByteBuffer.allocate(44 + text.length).order(ByteOrder.LITTLE_ENDIAN);
      tiff.put(bytes("II*\0")).putInt(8);
      tiff.putShort((short) 1).putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(26);
      tiff.putInt(0);
      tiff.putShort((short) 1).putShort((short) 0x9286).putShort((short) 7).putInt(text.length);
      tiff.putInt(44).putInt(0).put(text);
      byte[] exif = bytes("Exif\0\0", tiff.array());
      byte[] jpeg =
          new PictureEncoding(Format.JPEG, 90).encode(new PngImage(1, 1, new byte[3], ""));
      ByteBuffer length = ByteBuffer.allocate(2).putShort((short) (2 + exif.length));
      byte[] file =
          bytes(
              Arrays.copyOf(jpeg, 2),
              new byte[] {(byte) 0xff, (byte) 0xe1},
              length.array(),
              exif,
              Arrays.copyOfRange(jpeg, 2, jpeg.length));

      assertThat(PictureText.of("x", file).infotext()).as(charset.name()).isEqualTo(TEXT);
    }
  }

  @Test
  void theCommentOfAGifIsReadBehindColorsAndPictures() {
    String text = "a".repeat(300) + "\nSteps: 1";
    byte[] gif =
        bytes(
            "GIF89a\1\0\1\0",
            new byte[] {(byte) 0x80, 0, 0, 1, 1, 1, 2, 2, 2},
            new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0},
            new byte[] {0x21, (byte) 0xfe, (byte) 255},
            text.substring(0, 255),
            new byte[] {(byte) (text.length() - 255)},
            text.substring(255),
            new byte[] {0, 0x3b});

    assertThat(PictureText.of("x", gif).infotext()).isEqualTo(text);
    for (int length = 14; length < gif.length - 2; length++) {
      byte[] cut = Arrays.copyOf(gif, length);
      assertThat(PictureText.of("x", cut).infotext().length()).isLessThanOrEqualTo(text.length());
    }
  }

  @Test
  void aPictureWithoutAnInfotextSaysSo() {
    byte[] plain = new PngImage(1, 1, new byte[3], "").encode();
    byte[] comfy = png(new PngChunk(PngChunk.TEXT, bytes("workflow\0{}")));

    assertThatThrownBy(() -> PictureText.of("x.png", plain).demand("x.png"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "x.png has no infotext; give a picture as it was saved by Kiln, webUI or another program"
                + " that writes one");
    assertThatThrownBy(() -> PictureText.of("x.png", comfy).demand("x.png"))
        .hasMessageStartingWith("x.png has no infotext, only ComfyUI's workflow; ");
  }

  @Test
  void whatIsDamagedTooLongOrNoPictureIsOneSentence() throws Exception {
    byte[] file = new PngImage(1, 1, new byte[3], TEXT).encode();
    byte[] broken = Arrays.copyOf(file, 50);
    byte[] bomb = packed(new byte[10 << 20]);
    byte[] large = new PngImage(1, 1, new byte[3], "a".repeat(10 << 20)).encode();

    refused(broken, "x is a damaged PNG file, it ends too early: take an undamaged copy");
    refused(
        png(new PngChunk(PngChunk.PACKED_TEXT, bytes("parameters\0\0", bomb))),
        "x is a damaged PNG file, a text in it has more than 4 million letters: take an undamaged"
            + " copy");
    refused(
        png(new PngChunk(PngChunk.PACKED_TEXT, bytes("parameters\0\0", "abc"))),
        "x is a damaged PNG file, a packed text in it cannot be unpacked: take an undamaged copy");
    refused(large, "x has 10485760 letters of text; at most 1048576 are read");
    refused(
        bytes("%PDF-1.7 some text"),
        "x is no picture whose text Kiln reads; give PNG, JPEG, WebP or GIF");
  }

  private static void refused(byte[] file, String sentence) {
    assertThatThrownBy(() -> PictureText.of("x", file))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void damageBehindTheTextDoesNotMatter() {
    byte[] file = new PngImage(8, 8, new byte[192], TEXT).encode();

    assertThat(PictureText.of("x", Arrays.copyOf(file, file.length - 20)).infotext())
        .isEqualTo(TEXT);
  }
}
