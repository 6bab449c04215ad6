package dev.kiln.spi.tensor;

import dev.kiln.spi.ValueType;

/**
 * A picture in 8 bits a channel. The array is the picture's own.
 *
 * @param rgba red, green, blue and opacity of each pixel, row by row from the top
 */
@ValueType
public record Picture(int width, int height, byte[] rgba) {
  /**
   * @throws IllegalArgumentException when the array does not fit the size
   */
  public Picture {
    if (width < 1 || height < 1 || rgba.length != 4L * width * height) {
      throw new IllegalArgumentException(
          "a picture of %dx%d has no %d bytes".formatted(width, height, rgba.length));
    }
  }

  /** A black, opaque picture. */
  public static Picture black(int width, int height) {
    byte[] rgba = new byte[Math.multiplyExact(4, Math.multiplyExact(width, height))];
    for (int i = 3; i < rgba.length; i += 4) {
      rgba[i] = -1;
    }
    return new Picture(width, height, rgba);
  }

  /**
   * A channel of a pixel.
   *
   * @param channel 0 red, 1 green, 2 blue, 3 opacity
   * @return 0..255
   */
  public int at(int x, int y, int channel) {
    return rgba[4 * (y * width + x) + channel] & 0xff;
  }

  /** Set the color of a pixel, 0..255 each, opaque. */
  public void set(int x, int y, int red, int green, int blue) {
    int at = 4 * (y * width + x);
    rgba[at] = (byte) red;
    rgba[at + 1] = (byte) green;
    rgba[at + 2] = (byte) blue;
    rgba[at + 3] = -1;
  }

  /** Its colors as the networks see them: [3, height, width] in 0..1. */
  public Tensor toTensor() {
    Tensor tensor = Tensor.zeros(3, height, width);
    int plane = width * height;
    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < 3; channel++) {
        tensor.data()[channel * plane + i] = (rgba[4 * i + channel] & 0xff) / 255f;
      }
    }
    return tensor;
  }

  /**
   * A picture of colors in 0..1; what lies outside is cut off.
   *
   * @param colors [3, height, width]
   */
  public static Picture of(Tensor colors) {
    Picture picture = black(colors.dim(2), colors.dim(1));
    int plane = picture.width * picture.height;
    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < 3; channel++) {
        float value = colors.data()[channel * plane + i];
        picture.rgba[4 * i + channel] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
      }
    }
    return picture;
  }
}
