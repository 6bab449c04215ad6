package dev.kiln.plugin.lora.file;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import java.util.Optional;

/** A picture small enough to be part of a page. */
public final class Thumbnail {
  private static final int SIDE = 96;

  private Thumbnail() {}

  /** A file as a URI that holds it; empty when it is no picture. */
  public static Optional<String> of(Path file, Pictures pictures) {
    try {
      return Beside.base64(file)
          .map(bytes -> pictures.decode(file.toString(), bytes))
          .map(picture -> "data:image/png;base64," + pictures.encode(scaled(picture)));
    } catch (BadRequest broken) {
      return Optional.empty();
    }
  }

  /** Each pixel the mean of those that it stands for. */
  static Picture scaled(Picture picture) {
    int longer = Math.max(picture.width(), picture.height());
    if (longer <= SIDE) {
      return picture;
    }
    int width = Math.max(1, picture.width() * SIDE / longer);
    int height = Math.max(1, picture.height() * SIDE / longer);
    Picture small = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] mean =
            mean(
                picture,
                x * picture.width() / width,
                y * picture.height() / height,
                (x + 1) * picture.width() / width,
                (y + 1) * picture.height() / height);
        small.set(x, y, mean[0], mean[1], mean[2]);
      }
    }
    return small;
  }

  private static int[] mean(Picture picture, int left, int top, int right, int bottom) {
    int[] sum = new int[3];
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += picture.at(x, y, channel);
        }
        count++;
      }
    }
    for (int channel = 0; channel < 3; channel++) {
      sum[channel] /= Math.max(1, count);
    }
    return sum;
  }
}
