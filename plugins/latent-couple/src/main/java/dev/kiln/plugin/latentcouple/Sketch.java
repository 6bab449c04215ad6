package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A picture of few colors, each pixel being one of them.
 *
 * @param palette the colors, red first, in ascending order
 * @param pixels which color each pixel has
 */
record Sketch(int width, int height, int[] palette, byte[] pixels) {
  /** The extension has twelve, and the background. */
  private static final int MOST = 13;

  /** A color of fewer pixels is what a soft brush leaves at an edge. */
  private static final double LEAST_SHARE = 0.002;

  private static final int WHITE = 0xffffff;

  /** What JPEG makes of white is still white to whoever painted it. */
  private static final int LEAST_WHITE = 240;

  /**
   * Reduce a picture to the colors of its areas: others become the nearest of these.
   *
   * @throws BadRequest when there are too many
   */
  static Sketch of(Picture picture) {
    int[] colors = colors(picture);
    // An entry for each color there is: a photo has millions.
    int[] counts = new int[WHITE + 1];
    for (int color : colors) {
      counts[color]++;
    }
    int[] palette =
        IntStream.range(0, counts.length)
            .filter(color -> counts[color] >= LEAST_SHARE * colors.length)
            .toArray();
    if (palette.length == 0 || palette.length > MOST) {
      throw new BadRequest(
          "latent-couple: the sketch has %d colors, %d of them in %s %% of its pixels or more; paint at most %d regions, each in one color, on white"
              .formatted(
                  Arrays.stream(counts).filter(count -> count > 0).count(),
                  palette.length,
                  Numbers.text(100 * LEAST_SHARE),
                  MOST - 1));
    }
    byte[] pixels = new byte[colors.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) nearest(palette, colors[i]);
    }
    return new Sketch(picture.width(), picture.height(), palette, pixels);
  }

  /** What is transparent is white paper. */
  private static int[] colors(Picture picture) {
    int[] colors = new int[picture.width() * picture.height()];
    for (int i = 0; i < colors.length; i++) {
      int x = i % picture.width();
      int y = i / picture.width();
      colors[i] =
          picture.at(x, y, 3) < 128
              ? WHITE
              : picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2);
    }
    return colors;
  }

  private static int nearest(int[] palette, int color) {
    int best = 0;
    for (int i = 1; i < palette.length; i++) {
      if (distance(palette[i], color) < distance(palette[best], color)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (a >> shift & 0xff) - (b >> shift & 0xff);
      sum += difference * difference;
    }
    return sum;
  }

  int colors() {
    return palette.length;
  }

  /** The last of its colors, which is white where there is white. */
  int background() {
    return palette[palette.length - 1];
  }

  boolean onWhite() {
    int color = background();
    return (color >> 16) >= LEAST_WHITE
        && (color >> 8 & 0xff) >= LEAST_WHITE
        && (color & 0xff) >= LEAST_WHITE;
  }

  /** 1 where a color is, by the nearest pixel: torch's {@code nearest-exact}. */
  float[] mask(int color, int rows, int columns) {
    float[] mask = new float[rows * columns];
    for (int i = 0; i < mask.length; i++) {
      int y = (int) ((i / columns + 0.5) * height / rows);
      int x = (int) ((i % columns + 0.5) * width / columns);
      mask[i] = pixels[y * width + x] == color ? 1 : 0;
    }
    return mask;
  }
}
