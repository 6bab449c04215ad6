package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.function.IntUnaryOperator;

/**
 * Where a picture is drawn anew: white, and where it is kept: black.
 *
 * @param grey an opaque picture of one color
 */
public record Mask(Picture grey) {
  private static final int HALF = 128;

  /** Deviation of the blur that takes away the steps of latents, in pixels. */
  private static final int STEP = 4;

  /**
   * From a picture that a user gives: its opacity where it has any, else its brightness.
   *
   * @param round whether opacity is all or nothing
   */
  public static Mask of(Picture picture, boolean round) {
    boolean opaque = Opacity.isFull(picture);
    Picture grey = Picture.black(picture.width(), picture.height());
    byte[] rgba = picture.rgba();
    for (int i = 0; i < rgba.length; i += 4) {
      int value = opaque ? brightness(rgba, i) : rgba[i + 3] & 0xff;
      set(grey, i, !opaque && round ? (value > HALF ? 255 : 0) : value);
    }
    return new Mask(grey);
  }

  /**
   * From latents: Lanczos and a Gaussian of four pixels take away their steps, as webUI does it.
   *
   * @param shares 0..1, [height, width] of any size
   */
  public static Mask ofLatents(Tensor shares, int width, int height) {
    Picture levels = Picture.black(shares.dim(1), shares.dim(0));
    for (int i = 0; i < shares.size(); i++) {
      set(levels, 4 * i, (int) Math.max(0, Math.min(255, 255 * shares.data()[i])));
    }
    Picture large = ResizeMode.JUST_RESIZE.fit(levels, width, height);
    return new Mask(new BoxBlur(STEP).blurred(large));
  }

  /** Pillow's grey: ITU-R 601 in 16 bits behind the point. */
  private static int brightness(byte[] rgba, int at) {
    int sum =
        (rgba[at] & 0xff) * 19595 + (rgba[at + 1] & 0xff) * 38470 + (rgba[at + 2] & 0xff) * 7471;
    return sum + 0x8000 >> 16;
  }

  static void set(Picture grey, int at, int value) {
    for (int channel = at; channel < at + 3; channel++) {
      grey.rgba()[channel] = (byte) value;
    }
  }

  public int width() {
    return grey.width();
  }

  public int height() {
    return grey.height();
  }

  /** 0..255. */
  public int at(int x, int y) {
    return grey.at(x, y, 0);
  }

  /** White for black and black for white. */
  public Mask inverted() {
    return each(value -> 255 - value);
  }

  /** Twice as white: from half masked on, all is drawn anew. */
  public Mask doubled() {
    return each(value -> Math.min(255, 2 * value));
  }

  private Mask each(IntUnaryOperator change) {
    Picture changed = Picture.black(width(), height());
    for (int i = 0; i < changed.rgba().length; i += 4) {
      set(changed, i, change.applyAsInt(grey.rgba()[i] & 0xff));
    }
    return new Mask(changed);
  }

  /**
   * With soft edges.
   *
   * @param across standard deviation in pixels, 0 for none
   * @param down the same
   */
  public Mask blurred(int across, int down) {
    return new Mask(new GaussianBlur(down).down(new GaussianBlur(across).across(grey)));
  }

  public Mask resized(ResizeMode mode, int width, int height) {
    return new Mask(mode.fit(grey, width, height));
  }

  public Mask cropped(CropRegion region) {
    return new Mask(Pasting.crop(grey, region));
  }

  /** Brought to the size of a region, in a mask of a whole picture that is black around it. */
  public Mask placed(CropRegion region, int width, int height) {
    Picture whole = Picture.black(width, height);
    Picture part = ResizeMode.CROP_AND_RESIZE.fit(grey, region.width(), region.height());
    Pasting.paste(part, whole, region.left(), region.top());
    return new Mask(whole);
  }

  /** Its values in another size, 0..1, row by row; all or nothing if asked for. */
  public float[] values(int width, int height, boolean round) {
    Picture small = Resampling.BICUBIC.resize(grey, width, height);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      float value = (small.rgba()[4 * i] & 0xff) / 255f;
      values[i] = round ? Math.round(value) : value;
    }
    return values;
  }

  /** A picture of the same size, clear where it is drawn anew: what is laid over the result. */
  public Picture overlay(Picture picture) {
    return Opacity.divided(Opacity.multiplied(kept(picture)));
  }

  Picture kept(Picture picture) {
    Picture kept = new Picture(picture.width(), picture.height(), picture.rgba().clone());
    for (int i = 0; i < kept.rgba().length; i += 4) {
      kept.rgba()[i + 3] = (byte) (255 - (grey.rgba()[i] & 0xff));
    }
    return kept;
  }
}
