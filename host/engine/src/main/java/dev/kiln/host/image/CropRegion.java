package dev.kiln.host.image;

import java.util.Optional;

/**
 * A part of a picture.
 *
 * @param left first column
 * @param top first row
 * @param right behind the last column
 * @param bottom behind the last row
 */
public record CropRegion(int left, int top, int right, int bottom) {
  /**
   * What a mask covers, and a margin around it as far as the picture goes; empty for an empty mask.
   */
  public static Optional<CropRegion> around(Mask mask, int margin) {
    int left = mask.width();
    int top = mask.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.at(x, y) > 0) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return right == 0
        ? Optional.empty()
        : Optional.of(
            new CropRegion(
                Math.max(left - margin, 0),
                Math.max(top - margin, 0),
                Math.min(right + margin, mask.width()),
                Math.min(bottom + margin, mask.height())));
  }

  public int width() {
    return right - left;
  }

  public int height() {
    return bottom - top;
  }

  /**
   * The region made longer on one side until it has the proportions of what is drawn for it, or as
   * long as the picture.
   *
   * @param width of what is drawn
   * @param height of what is drawn
   * @param mask as large as the picture
   */
  public CropRegion expanded(int width, int height, Mask mask) {
    double drawn = (double) width / height;
    if ((double) width() / height() > drawn) {
      Span rows = new Span(top, bottom).expanded(width() / drawn, mask.height());
      return new CropRegion(left, rows.first, right, rows.end);
    }
    Span columns = new Span(left, right).expanded(height() * drawn, mask.width());
    return new CropRegion(columns.first, top, columns.end, bottom);
  }

  /** One side. */
  private record Span(int first, int end) {
    Span expanded(double length, int most) {
      int more = (int) (length - (end - first));
      int from = first - more / 2;
      int to = end + more - more / 2;
      if (to >= most) {
        from -= to - most;
        to = most;
      }
      if (from < 0) {
        to = Math.min(to - from, most);
        from = 0;
      }
      return new Span(from, to);
    }
  }
}
