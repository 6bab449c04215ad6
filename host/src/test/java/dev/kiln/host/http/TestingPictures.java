package dev.kiln.host.http;

import dev.kiln.host.pipeline.GeneratedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;

/** PNGs without infotext; saved pictures are kept in memory. */
final class TestingPictures implements PictureFiles {
  final List<GeneratedImage> saved = new CopyOnWriteArrayList<>();

  @Override
  public byte[] png(GeneratedImage image) {
    var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.width() * image.height(); i++) {
      byte[] rgb = image.rgb();
      int value = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
      picture.setRGB(i % image.width(), i / image.width(), value);
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void save(GeneratedImage image) {
    saved.add(image);
  }
}
