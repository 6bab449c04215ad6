package dev.kiln.plugin.controlnet;

/**
 * Takes from lines whatever makes them thicker than a pixel: the hit-or-miss transform with eight
 * patterns of a border, turn by turn until none is found.
 */
final class Thinning {
  private static final int TURNS = 32;

  /** A border below, and a corner; 1 is white, 0 black, -1 either. */
  private static final int[][] BORDERS = {
    {0, 0, 0, -1, 1, -1, 1, 1, 1}, {-1, 0, 0, 1, 1, 0, -1, 1, -1}
  };

  /** A lone end of a line that goes on below it. */
  private static final int[][] SPURS = {
    {0, 0, 0, 0, 1, 0, -1, -1, 0}, {0, 0, 0, 0, 1, 0, 0, -1, -1}
  };

  private final int width;
  private final int height;
  private final int[] values;

  /**
   * @param values 255 for white, else 0; changed in place
   */
  Thinning(int width, int height, int[] values) {
    this.width = width;
    this.height = height;
    this.values = values;
  }

  void run(boolean pruned) {
    int turn = 0;
    while (turn < TURNS && strip(BORDERS)) {
      turn++;
    }
    if (pruned) {
      strip(SPURS);
    }
  }

  /** All patterns in all four directions, one after the other; whether any was found. */
  private boolean strip(int[][] patterns) {
    boolean any = false;
    for (int[] pattern : patterns) {
      int[] turned = pattern;
      for (int quarter = 0; quarter < 4; quarter++) {
        any |= strip(turned);
        turned = turned(turned);
      }
    }
    return any;
  }

  private boolean strip(int[] pattern) {
    int[] before = values.clone();
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      if (before[i] > 0 && matches(before, i % width, i / width, pattern)) {
        values[i] = 0;
        any = true;
      }
    }
    return any;
  }

  private boolean matches(int[] map, int centerX, int centerY, int[] pattern) {
    for (int k = 0; k < pattern.length; k++) {
      int x = centerX + k % 3 - 1;
      int y = centerY + k / 3 - 1;
      boolean white = x >= 0 && y >= 0 && x < width && y < height && map[y * width + x] > 0;
      if (pattern[k] >= 0 && white != (pattern[k] == 1)) {
        return false;
      }
    }
    return true;
  }

  /** A quarter to the left. */
  private static int[] turned(int[] pattern) {
    int[] turned = new int[pattern.length];
    for (int k = 0; k < pattern.length; k++) {
      turned[k] = pattern[k % 3 * 3 + 2 - k / 3];
    }
    return turned;
  }
}
