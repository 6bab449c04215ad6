package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/**
 * Fills the masked place of a picture with the colors around it: blurred copies of what is kept,
 * from the softest to the sharpest, laid over each other.
 */
public final class SoftFill {
  /** Radius of a blur, and how often its result is laid on. */
  private record Layer(int radius, int times) {}

  private static final Layer[] LAYERS = {
    new Layer(256, 1),
    new Layer(64, 1),
    new Layer(16, 2),
    new Layer(4, 4),
    new Layer(2, 2),
    new Layer(0, 1)
  };

  private SoftFill() {}

  /**
   * @param picture opaque
   * @param mask of the same size
   */
  public static Picture fill(Picture picture, Mask mask) {
    Picture kept = Opacity.multiplied(mask.kept(picture));
    Picture filled = new Picture(kept.width(), kept.height(), new byte[kept.rgba().length]);
    for (Layer layer : LAYERS) {
      Picture blurred = Opacity.divided(new BoxBlur(layer.radius).blurred(kept));
      for (int i = 0; i < layer.times; i++) {
        Pasting.over(blurred, filled);
      }
    }
    for (int i = 3; i < filled.rgba().length; i += 4) {
      filled.rgba()[i] = -1;
    }
    return filled;
  }
}
