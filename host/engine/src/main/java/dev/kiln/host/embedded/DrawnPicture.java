package dev.kiln.host.embedded;

import dev.kiln.api.Picture;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import java.awt.image.BufferedImage;
import java.util.OptionalLong;

/** A picture that this process drew. Its file is made when it is asked for. */
record DrawnPicture(GeneratedImage drawn) implements Picture {
  @Override
  public int width() {
    return drawn.width();
  }

  @Override
  public int height() {
    return drawn.height();
  }

  @Override
  public BufferedImage image() {
    return image(drawn.picture());
  }

  /** The colors of an opaque picture. */
  static BufferedImage image(dev.kiln.spi.tensor.Picture picture) {
    int width = picture.width();
    int height = picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  @Override
  public byte[] png() {
    return new PngImage(drawn.width(), drawn.height(), drawn.rgb(), drawn.infotext()).encode();
  }

  @Override
  public String infotext() {
    return drawn.infotext();
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.of(drawn.seed());
  }
}
