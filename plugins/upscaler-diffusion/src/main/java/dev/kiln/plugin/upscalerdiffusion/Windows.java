package dev.kiln.plugin.upscalerdiffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * How one side of a picture is covered by windows of one length.
 *
 * @param length of each
 */
record Windows(int length, List<Window> all) {
  /**
   * A window.
   *
   * @param start its first place
   * @param shared how many places from there it shares with the windows before
   */
  record Window(int start, int shared) {
    /**
     * How much counts what it has at a place; what came before has the rest. It rises over what is
     * shared, so that windows fade into each other.
     *
     * @param place in the window, in parts of a place
     * @param scale parts of a place
     */
    float share(int place, int scale) {
      return Math.min(1, (place + 0.5f) / (shared * scale));
    }
  }

  /**
   * As few as possible, at even distances.
   *
   * @param side which is no shorter than a window
   * @param overlap how much two of them share at the least; half a window at the most
   */
  static Windows of(int side, int window, int overlap) {
    int stride = window - Math.min(overlap, window / 2);
    int more = (side - window + stride - 1) / stride;
    List<Window> all = new ArrayList<>();
    int end = 0;
    for (int i = 0; i <= more; i++) {
      int start = more == 0 ? 0 : (int) ((long) i * (side - window) / more);
      all.add(new Window(start, Math.max(0, end - start)));
      end = start + window;
    }
    return new Windows(window, all);
  }
}
