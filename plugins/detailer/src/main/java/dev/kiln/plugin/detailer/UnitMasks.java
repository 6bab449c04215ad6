package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Which of the things that were found are drawn again, and where, by ADetailer's rules. */
final class UnitMasks {
  private final UnitValues values;
  private final Order order;

  UnitMasks(UnitValues values, Order order) {
    this.values = values;
    this.order = order;
  }

  /** The masks of a picture in the order in which they are drawn. */
  List<Mask> of(List<Detection> found, Picture picture) {
    List<Detection> wanted = new ArrayList<>(found);
    double pixels = (double) picture.width() * picture.height();
    wanted.removeIf(it -> !isWanted(it.box().area() / pixels));
    wanted = most(wanted);
    wanted.sort(
        Comparator.comparing(Detection::box, order.comparator(picture.width(), picture.height())));
    return merged(wanted.stream().map(Detection::mask).map(this::changed).toList()).stream()
        .filter(mask -> !mask.isEmpty())
        .toList();
  }

  private boolean isWanted(double share) {
    return share >= values.number(UnitField.MIN_RATIO)
        && share <= values.number(UnitField.MAX_RATIO);
  }

  /** The largest or surest; of equal ones the last, which is numpy's choice. */
  private List<Detection> most(List<Detection> found) {
    int count = values.whole(UnitField.MASK_K);
    if (count == 0) {
      return found;
    }
    boolean byArea = values.get(UnitField.FILTER_METHOD) == Filter.AREA;
    ToDoubleFunction<Box> rank = byArea ? Box::area : Box::confidence;
    List<Detection> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingDouble(it -> rank.applyAsDouble(it.box())));
    Collections.reverse(sorted);
    return new ArrayList<>(sorted.subList(0, Math.min(count, sorted.size())));
  }

  private Mask changed(Mask mask) {
    return mask.moved(values.whole(UnitField.X_OFFSET), values.whole(UnitField.Y_OFFSET))
        .grown(values.whole(UnitField.DILATE_ERODE));
  }

  private List<Mask> merged(List<Mask> masks) {
    Object merge = values.get(UnitField.MERGE_INVERT);
    if (merge == Merge.NONE || masks.isEmpty()) {
      return masks;
    }
    Mask all = masks.stream().reduce(Mask::or).orElseThrow();
    return List.of(merge == Merge.MERGE ? all : all.inverted());
  }
}
