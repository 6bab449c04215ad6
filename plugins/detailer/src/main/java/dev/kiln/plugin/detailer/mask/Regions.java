package dev.kiln.plugin.detailer.mask;

import java.util.ArrayList;
import java.util.List;

/** The connected regions of a mask, pixels that touch at a corner among them. */
public final class Regions {
  private final Mask mask;
  private final boolean[] left;
  private final int[] open;

  private Regions(Mask mask) {
    this.mask = mask;
    this.left = mask.white().clone();
    this.open = new int[left.length];
  }

  /**
   * Those that have a size.
   *
   * @param least pixels that a region has
   * @return a mask for each, in the order of their first pixels from the top
   */
  public static List<Mask> of(Mask mask, int least) {
    Regions regions = new Regions(mask);
    List<Mask> found = new ArrayList<>();
    for (int i = 0; i < regions.left.length; i++) {
      if (regions.left[i]) {
        Mask region = regions.from(i);
        if (region.pixels() >= least) {
          found.add(region);
        }
      }
    }
    return found;
  }

  private Mask from(int first) {
    boolean[] white = new boolean[left.length];
    int count = 0;
    left[first] = false;
    open[count++] = first;
    while (count > 0) {
      int pixel = open[--count];
      white[pixel] = true;
      int column = pixel % mask.width();
      int row = pixel / mask.width();
      for (int y = Math.max(0, row - 1); y <= Math.min(mask.height() - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(mask.width() - 1, column + 1); x++) {
          int next = y * mask.width() + x;
          if (left[next]) {
            left[next] = false;
            open[count++] = next;
          }
        }
      }
    }
    return new Mask(mask.width(), mask.height(), white);
  }
}
