package dev.kiln.examples;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The pixels of a file, colours of red, green and blue one after the other. */
record Picture(int... colours) {
  static Picture read(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  static Picture of(byte... file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    return new Picture(
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null));
  }

  /** The largest difference of a colour, of 255. */
  int difference(Picture other) {
    int most = 0;
    for (int i = 0; i < colours.length; i++) {
      most = Math.max(most, Math.abs(colours[i] - other.colours[i]));
    }
    return most;
  }
}
