package dev.kiln.host.job;

import dev.kiln.spi.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A preview, made into a PNG when it is first looked at: most never are. */
final class PreviewPicture {
  private final BufferedImage image;
  private byte @Nullable [] png;

  private PreviewPicture(BufferedImage image) {
    this.image = image;
  }

  /**
   * @param picture [3, height, width] in 0..1; copied
   */
  static PreviewPicture of(Tensor picture) {
    if (picture.rank() != 3 || picture.dim(0) != 3) {
      throw new IllegalArgumentException(
          "a preview is [3, height, width] in 0..1, found " + picture);
    }
    int height = picture.dim(1);
    int width = picture.dim(2);
    int plane = height * width;
    int[] rgb = new int[plane];
    for (int i = 0; i < 3 * plane; i++) {
      rgb[i % plane] = rgb[i % plane] << 8 | Math.round(255 * clamp(picture.data()[i]));
    }
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    return new PreviewPicture(image);
  }

  synchronized byte[] png() {
    if (png == null) {
      var out = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      png = out.toByteArray();
    }
    return png;
  }

  private static float clamp(float value) {
    return Math.min(1, Math.max(0, value));
  }
}
