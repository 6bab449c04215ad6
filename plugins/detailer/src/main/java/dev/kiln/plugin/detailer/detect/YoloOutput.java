package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What a YOLO network says of a picture.
 *
 * @param numbers [1, a, b]
 * @param masks numbers of each candidate that choose a mask
 */
record YoloOutput(Tensor numbers, YoloLayout layout, int masks) {
  /** Boxes that share more are one thing. */
  private static final double SAME = 0.7;

  /** As ultralytics: more are noise. */
  private static final int MOST_KEPT = 300;

  private static final int MOST_COMPARED = 30_000;

  /**
   * A box in the network's picture.
   *
   * @param place among the candidates
   */
  record Candidate(Box box, int place) {}

  /**
   * What is left of the candidates when of those that overlap the surest is taken, the surest
   * first.
   *
   * @param kinds classes that are looked for; none for all
   */
  List<Candidate> kept(double confidence, Set<Integer> kinds) {
    List<Candidate> sure = new ArrayList<>();
    for (int place = 0; place < candidates(); place++) {
      Box box = box(place);
      if (box.confidence() > confidence && (kinds.isEmpty() || kinds.contains(box.kind()))) {
        sure.add(new Candidate(box, place));
      }
    }
    sure.sort(Comparator.comparingDouble(it -> -it.box().confidence()));
    return layout.chosen() ? sure : distinct(sure);
  }

  private static List<Candidate> distinct(List<Candidate> sure) {
    List<Candidate> kept = new ArrayList<>();
    for (Candidate one : sure.subList(0, Math.min(MOST_COMPARED, sure.size()))) {
      if (kept.size() < MOST_KEPT && kept.stream().noneMatch(it -> same(it.box(), one.box()))) {
        kept.add(one);
      }
    }
    return kept;
  }

  private static boolean same(Box one, Box other) {
    return one.kind() == other.kind() && one.overlap(other) > SAME;
  }

  private int candidates() {
    return numbers.dim(layout.rows() ? 1 : 2);
  }

  private int classes() {
    return numbers.dim(layout.rows() ? 2 : 1) - layout.before() - masks;
  }

  private float at(int place, int number) {
    return numbers
        .data()[layout.rows() ? place * numbers.dim(2) + number : number * numbers.dim(2) + place];
  }

  private Box box(int place) {
    float x = at(place, 0);
    float y = at(place, 1);
    float third = at(place, 2);
    float fourth = at(place, 3);
    Box sure = surest(place);
    return layout.corners()
        ? new Box(x, y, third, fourth, sure.confidence(), sure.kind())
        : new Box(
            x - third / 2,
            y - fourth / 2,
            x + third / 2,
            y + fourth / 2,
            sure.confidence(),
            sure.kind());
  }

  /** The likeliest class, in a box without a size. */
  private Box surest(int place) {
    if (layout.chosen()) {
      return new Box(0, 0, 0, 0, at(place, 4), Math.round(at(place, 5)));
    }
    int kind = 0;
    for (int i = 1; i < classes(); i++) {
      if (at(place, layout.before() + i) > at(place, layout.before() + kind)) {
        kind = i;
      }
    }
    double sure = at(place, layout.before() + kind);
    return new Box(0, 0, 0, 0, layout.objectness() ? sure * at(place, 4) : sure, kind);
  }

  /** The numbers of a candidate that choose its mask. */
  float[] weights(Candidate candidate) {
    float[] weights = new float[masks];
    for (int i = 0; i < masks; i++) {
      weights[i] = at(candidate.place(), layout.numbers(classes()) + i);
    }
    return weights;
  }
}
