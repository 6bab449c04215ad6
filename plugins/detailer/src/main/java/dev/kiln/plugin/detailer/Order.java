package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.mask.Box;
import java.util.Comparator;

/** Which part is drawn first. */
enum Order implements Named {
  /** As they were found: the surest, or the largest where only some are wanted. */
  NONE("None"),
  LEFT_TO_RIGHT("Position (left to right)"),
  CENTER_TO_EDGE("Position (center to edge)"),
  AREA("Area (large to small)");

  private final String label;

  Order(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** For parts of a picture of this size; equal ones stay in their order. */
  Comparator<Box> comparator(int width, int height) {
    return switch (this) {
      case NONE -> (one, other) -> 0;
      case LEFT_TO_RIGHT -> Comparator.comparingDouble(Box::left);
      case CENTER_TO_EDGE ->
          Comparator.comparingDouble(
              box ->
                  Math.hypot(
                      (box.left() + box.right() - width) / 2,
                      (box.top() + box.bottom() - height) / 2));
      case AREA -> Comparator.comparingDouble(box -> -box.area());
    };
  }
}
