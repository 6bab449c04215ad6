package dev.kiln.plugin.detailer.detect;

import java.util.List;
import java.util.Optional;

/**
 * How an export of a YOLO network [1, a, b] orders its numbers.
 *
 * @param rows whether each candidate has a row, else a column
 * @param corners whether a box is given by two corners, else by center and size
 * @param objectness whether the fifth number says how likely anything is there
 * @param chosen whether confidence and class are two numbers, and the network has thrown out boxes
 *     that overlap; else there is a number for each class
 */
record YoloLayout(boolean rows, boolean corners, boolean objectness, boolean chosen) {
  /** YOLOv8, v9, v11 and others of ultralytics: [1, 4 + classes, cells]. */
  static final YoloLayout COLUMNS = new YoloLayout(false, false, false, false);

  /** The same, transposed by the exporter. */
  static final YoloLayout ROWS = new YoloLayout(true, false, false, false);

  /** YOLOv5, v7: [1, 3 · cells, 5 + classes]. */
  static final YoloLayout ANCHORS = new YoloLayout(true, false, true, false);

  /** YOLOv10, v26, or exported with what chooses among boxes: [1, boxes, 6]. */
  static final YoloLayout END_TO_END = new YoloLayout(true, true, false, true);

  private static final int BOX = 4;
  private static final int CHOSEN = 6;

  /** Of a network and of its variants for small and for large things. */
  private static final List<List<Integer>> STRIDES =
      List.of(List.of(8, 16, 32), List.of(4, 8, 16, 32), List.of(8, 16, 32, 64));

  /**
   * By the number of cells of the grids in which the network looks, as 5 + 1 numbers of YOLOv5 are
   * as many as those of an end-to-end export.
   *
   * @param first size of the second axis
   * @param second size of the third
   * @param masks numbers behind the others that choose a mask
   * @param width of the network's picture
   * @param height of the network's picture
   */
  static Optional<YoloLayout> of(int first, int second, int masks, int width, int height) {
    if (hasCells(second, width, height) && first > BOX + masks) {
      return Optional.of(COLUMNS);
    } else if (first % 3 == 0 && hasCells(first / 3, width, height) && second > BOX + 1 + masks) {
      return Optional.of(ANCHORS);
    } else if (hasCells(first, width, height) && second > BOX + masks) {
      return Optional.of(ROWS);
    } else if (second == CHOSEN + masks) {
      return Optional.of(END_TO_END);
    }
    return Optional.empty();
  }

  private static boolean hasCells(int count, int width, int height) {
    return STRIDES.stream()
        .anyMatch(
            strides ->
                count
                    == strides.stream()
                        .mapToInt(stride -> (width / stride) * (height / stride))
                        .sum());
  }

  /** How many numbers stand before those of the classes. */
  int before() {
    return objectness ? BOX + 1 : BOX;
  }

  /** How many numbers a candidate has before those that choose a mask. */
  int numbers(int classes) {
    return chosen ? CHOSEN : before() + classes;
  }
}
