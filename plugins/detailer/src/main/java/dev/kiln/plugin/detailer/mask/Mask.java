package dev.kiln.plugin.detailer.mask;

import dev.kiln.spi.tensor.Picture;

/**
 * Where a picture is drawn anew. Not changed once it is made.
 *
 * @param white yes or no for each pixel, row by row from the top
 */
public record Mask(int width, int height, boolean[] white) {
  /**
   * All pixels between two corners, both included, as Pillow draws a rectangle.
   *
   * @param box in pixels; what lies outside of the picture is left out
   */
  public static Mask of(Box box, int width, int height) {
    boolean[] white = new boolean[width * height];
    int left = Math.max(0, (int) box.left());
    int right = Math.min(width - 1, (int) box.right());
    int bottom = Math.min(height - 1, (int) box.bottom());
    for (int y = Math.max(0, (int) box.top()); y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        white[y * width + x] = true;
      }
    }
    return new Mask(width, height, white);
  }

  public boolean isEmpty() {
    return pixels() == 0;
  }

  /** How many are white. */
  public int pixels() {
    int count = 0;
    for (boolean pixel : white) {
      count += pixel ? 1 : 0;
    }
    return count;
  }

  /**
   * Moved; what leaves at one side comes back at the other, as Pillow moves pictures.
   *
   * @param right pixels to the right
   * @param up pixels to the top
   */
  public Mask moved(int right, int up) {
    boolean[] moved = new boolean[white.length];
    for (int y = 0; y < height; y++) {
      int from = Math.floorMod(y + up, height) * width;
      for (int x = 0; x < width; x++) {
        moved[y * width + x] = white[from + Math.floorMod(x - right, width)];
      }
    }
    return new Mask(width, height, moved);
  }

  /**
   * Dilated, or eroded where the size is negative, by a square, as OpenCV does it: by an even size
   * a mask grows one pixel further to the right and to the bottom, and nothing lies outside.
   *
   * @param size pixels of the square's side; 0 for no change
   */
  public Mask grown(int size) {
    if (size == 0) {
      return this;
    }
    boolean[] grown = white.clone();
    for (int y = 0; y < height; y++) {
      grow(grown, y * width, 1, width, size);
    }
    for (int x = 0; x < width; x++) {
      grow(grown, x, width, height, size);
    }
    return new Mask(width, height, grown);
  }

  /** One line of pixels, so that the time does not depend on the size. */
  private static void grow(boolean[] pixels, int start, int step, int length, int size) {
    int[] before = new int[length + 1];
    for (int i = 0; i < length; i++) {
      before[i + 1] = before[i] + (pixels[start + i * step] ? 1 : 0);
    }
    int side = Math.abs(size);
    for (int i = 0; i < length; i++) {
      int from = Math.max(0, i - side / 2);
      int to = Math.min(length, i - side / 2 + side);
      int count = before[to] - before[from];
      pixels[start + i * step] = size > 0 ? count > 0 : count == to - from;
    }
  }

  /** What is white in one of two masks of one size. */
  public Mask or(Mask other) {
    boolean[] both = white.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] |= other.white[i];
    }
    return new Mask(width, height, both);
  }

  /** White for black and black for white. */
  public Mask inverted() {
    boolean[] inverted = new boolean[white.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = !white[i];
    }
    return new Mask(width, height, inverted);
  }

  /** In white and black. */
  public Picture picture() {
    Picture picture = Picture.black(width, height);
    for (int i = 0; i < white.length; i++) {
      int value = white[i] ? 255 : 0;
      picture.set(i % width, i / width, value, value, value);
    }
    return picture;
  }
}
