package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.util.List;

/**
 * A picture as preprocessors look at it: its short side at the resolution, and its last row and
 * column repeated until both sides are multiples of 64.
 *
 * @param colors red, green and blue of the whole, padding included
 * @param width without padding
 * @param height without padding
 */
public record ScaledPicture(List<Plane> colors, int width, int height) {
  private static final int MULTIPLE = 64;

  /** The longest side that is worked on: a strip of 1x20000 pixels would become a huge picture. */
  private static final int LONGEST = 8192;

  /** Enlarge by cubics, make smaller by areas. */
  public static ScaledPicture of(Picture picture, int resolution) {
    double scale = (double) resolution / Math.min(picture.width(), picture.height());
    // As numpy rounds: a half to the even number.
    double width = Math.rint(picture.width() * scale);
    double height = Math.rint(picture.height() * scale);
    if (Math.max(width, height) > LONGEST) {
      throw new BadRequest(
          "a picture of %dx%d at a resolution of %d would be %.0fx%.0f; it may be %d at most: cut it or choose a lower resolution"
              .formatted(picture.width(), picture.height(), resolution, width, height, LONGEST));
    }
    return of(Plane.colors(picture), scale > 1, (int) width, (int) height);
  }

  private static ScaledPicture of(List<Plane> colors, boolean larger, int width, int height) {
    Interpolation resampling = larger ? Interpolation.CUBIC : Interpolation.AREA;
    return new ScaledPicture(
        colors.stream().map(it -> padded(rounded(resampling.resize(it, width, height)))).toList(),
        width,
        height);
  }

  /** To whole numbers of 0..255, as a picture has them. */
  private static Plane rounded(Plane plane) {
    for (int i = 0; i < plane.values().length; i++) {
      plane.values()[i] = (float) Math.max(0, Math.min(255, Math.rint(plane.values()[i])));
    }
    return plane;
  }

  private static Plane padded(Plane plane) {
    Plane result = new Plane(multiple(plane.width()), multiple(plane.height()));
    for (int y = 0; y < result.height(); y++) {
      for (int x = 0; x < result.width(); x++) {
        result.values()[y * result.width() + x] =
            plane.at(Math.min(x, plane.width() - 1), Math.min(y, plane.height() - 1));
      }
    }
    return result;
  }

  private static int multiple(int size) {
    return (size + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  /** Without the padding. */
  Plane cropped(Plane plane) {
    Plane result = new Plane(width, height);
    for (int y = 0; y < height; y++) {
      System.arraycopy(plane.values(), y * plane.width(), result.values(), y * width, width);
    }
    return result;
  }

  /** Red, green and blue without the padding. */
  public List<Plane> unpadded() {
    return colors.stream().map(this::cropped).toList();
  }

  /** The smallest of red, green and blue, padding included. */
  static Plane darkest(List<Plane> colors) {
    Plane result = new Plane(colors.get(0).width(), colors.get(0).height());
    for (int i = 0; i < result.values().length; i++) {
      result.values()[i] =
          Math.min(
              colors.get(0).values()[i],
              Math.min(colors.get(1).values()[i], colors.get(2).values()[i]));
    }
    return result;
  }
}
