package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

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
  void jpegIsRead() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    Picture read = codec.decode("image", base64(image, "jpg"));
    assertThat(read.width()).isEqualTo(16);
    assertThat(read.at(8, 8, 0)).isLessThan(3);
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
