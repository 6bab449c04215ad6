package dev.kiln.plugin.latentcouple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The weight of each part of the prompt in each cell of the latents.
 *
 * @param maps one for each part, height * width values, row by row
 */
record Filters(int height, int width, List<float[]> maps) {
  /** Weights such as 0.3, -0.1 and -0.2 sum to nearly 0. */
  private static final double ROUNDING = 1e-6;

  Filters {
    maps = List.copyOf(maps);
  }

  /** The same for more parts: those behind the last region are everywhere. */
  Filters forParts(int parts) {
    List<float[]> all = new ArrayList<>(maps);
    while (all.size() < parts) {
      float[] everywhere = new float[height * width];
      Arrays.fill(everywhere, 1);
      all.add(everywhere);
    }
    return new Filters(height, width, all);
  }

  /** Whether a part is drawn nowhere. */
  boolean nowhere(int part) {
    for (float weight : maps.get(part)) {
      if (weight != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The cells that nothing is drawn in: those where no part has a weight, or all of them where the
   * weights cancel in each.
   */
  List<Integer> uncovered() {
    List<Integer> cancelled =
        cells(cell -> Math.abs(maps.stream().mapToDouble(map -> map[cell]).sum()) < ROUNDING);
    return cancelled.size() == height * width
        ? cancelled
        : cells(cell -> maps.stream().allMatch(map -> map[cell] == 0));
  }

  private List<Integer> cells(IntPredicate that) {
    return IntStream.range(0, height * width).filter(that).boxed().toList();
  }

  /**
   * Borders that rise over some cells: each value becomes the mean of so many cells around it,
   * those beyond the edge being like the last one. Weights that sum to 1 keep doing so.
   *
   * @param cells over which a border rises; up to 1 changes nothing
   */
  Filters softened(double cells) {
    return cells <= 1
        ? this
        : new Filters(
            height,
            width,
            maps.stream()
                .map(map -> along(along(map, cells, 1, width), cells, width, height))
                .toList());
  }

  /**
   * @param stride between neighbours along the axis
   * @param length of the axis
   */
  private static float[] along(float[] map, double cells, int stride, int length) {
    float[] out = new float[map.length];
    for (int i = 0; i < map.length; i++) {
      int place = i / stride % length;
      double from = place + 0.5 - cells / 2;
      double sum = 0;
      for (int cell = (int) Math.floor(from); cell < from + cells; cell++) {
        double share = Math.min(cell + 1, from + cells) - Math.max(cell, from);
        int inside = Math.max(0, Math.min(length - 1, cell));
        sum += share * map[i + (inside - place) * stride];
      }
      out[i] = (float) (sum / cells);
    }
    return out;
  }
}
