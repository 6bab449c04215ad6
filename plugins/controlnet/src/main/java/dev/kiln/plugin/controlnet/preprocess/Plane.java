package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One channel of a picture, row by row from the top.
 *
 * @param values 0..255 where they come from a picture; between two filters any number
 */
public record Plane(int width, int height, float[] values) {
  private static final int CHANNELS = 3;

  Plane(int width, int height) {
    this(width, height, new float[Math.multiplyExact(width, height)]);
  }

  /** Red, green and blue as they would be seen on white paper: what is clear becomes white. */
  static List<Plane> colors(Picture picture) {
    return IntStream.range(0, CHANNELS).mapToObj(channel -> onWhite(picture, channel)).toList();
  }

  private static Plane onWhite(Picture picture, int channel) {
    Plane plane = new Plane(picture.width(), picture.height());
    byte[] rgba = picture.rgba();
    for (int i = 0; i < plane.values.length; i++) {
      int color = rgba[4 * i + channel] & 0xff;
      int opacity = rgba[4 * i + 3] & 0xff;
      plane.values[i] = opacity == 255 ? color : (color * opacity + 255 * (255 - opacity)) / 255;
    }
    return plane;
  }

  /** An opaque picture of red, green and blue, each rounded and cut to 0..255. */
  static Picture picture(List<Plane> colors) {
    Picture picture = Picture.black(colors.get(0).width, colors.get(0).height);
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] values = colors.get(channel).values;
      for (int i = 0; i < values.length; i++) {
        picture.rgba()[4 * i + channel] = (byte) Math.max(0, Math.min(255, Math.rint(values[i])));
      }
    }
    return picture;
  }

  /** A gray picture, rounded and cut to 0..255. */
  Picture gray() {
    return picture(List.of(this, this, this));
  }

  float at(int x, int y) {
    return values[y * width + x];
  }
}
