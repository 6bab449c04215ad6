package dev.kiln.plugin.latentcouple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weight of each part of the prompt in each cell of the latents.
 *
 * @param maps one for each part, height * width values, row by row
 */
record Filters(int height, int width, List<float[]> maps) {
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

  /** The first cell that no part is drawn in; -1 for none. */
  int uncovered() {
    for (int cell = 0; cell < height * width; cell++) {
      int at = cell;
      if (maps.stream().allMatch(map -> map[at] == 0)) {
        return cell;
      }
    }
    return -1;
  }

  /** How many cells no part is drawn in. */
  int holes() {
    int holes = 0;
    for (int cell = 0; cell < height * width; cell++) {
      int at = cell;
      holes += maps.stream().allMatch(map -> map[at] == 0) ? 1 : 0;
    }
    return holes;
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
