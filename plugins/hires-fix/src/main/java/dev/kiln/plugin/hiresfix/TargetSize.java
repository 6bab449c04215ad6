package dev.kiln.plugin.hiresfix;

/**
 * The size of the second pass in latents: pictures are enlarged to one size and then cut, as in
 * webUI, where width and height of the result are given and their ratio is another one.
 *
 * @param enlargedWidth columns of latents before they are cut
 * @param enlargedHeight rows of latents before they are cut
 * @param cutWidth columns that are cut off, half of them at each side
 * @param cutHeight rows that are cut off
 */
record TargetSize(int enlargedWidth, int enlargedHeight, int cutWidth, int cutHeight) {
  /** Pixels of a latent's side. */
  static final int LATENT = 8;

  /**
   * @param width of the first pass in pixels
   * @param height of the first pass in pixels
   */
  static TargetSize of(int width, int height, HiresOptions options) {
    int wide = options.width();
    int high = options.height();
    if (wide == 0 && high == 0) {
      return uncut((int) (width * options.scale()), (int) (height * options.scale()));
    } else if (high == 0) {
      return uncut(wide, wide * height / width);
    } else if (wide == 0) {
      return uncut(high * width / height, high);
    }
    boolean cutsWidth = (double) width / height >= (double) wide / high;
    int enlargedWidth = cutsWidth ? high * width / height : wide;
    int enlargedHeight = cutsWidth ? high : wide * height / width;
    return new TargetSize(
        enlargedWidth / LATENT,
        enlargedHeight / LATENT,
        (enlargedWidth - wide) / LATENT,
        (enlargedHeight - high) / LATENT);
  }

  private static TargetSize uncut(int width, int height) {
    return new TargetSize(width / LATENT, height / LATENT, 0, 0);
  }

  /** Columns of latents that are left. */
  int width() {
    return enlargedWidth - cutWidth;
  }

  /** Rows of latents that are left. */
  int height() {
    return enlargedHeight - cutHeight;
  }

  /** The first column that is left. */
  int left() {
    return cutWidth / 2;
  }

  /** The first row that is left. */
  int top() {
    return cutHeight / 2;
  }
}
