package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.benchmark.Accelerators.Installed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Pairs that are worth drawing: those on the front, if gains multiplied and losses added. That is
 * more than most pairs reach, so none on the front is left out but by chance.
 */
final class Pairs {
  private static final double LEAST_GAIN = 1.05;
  private static final double LEAST_LIKENESS = 0.75;

  /** A pair stays unless another one is as alike and by so much faster. */
  private static final double MARGIN = 1.1;

  private Pairs() {}

  private record Promise(Setting setting, double ratio, double ssim) {
    static Promise of(Line one, Line other) {
      return new Promise(
          one.setting().and(other.setting()),
          one.requestRatio() * other.requestRatio(),
          one.ssim() + other.ssim() - 1);
    }

    boolean keepsUp(Promise other, double margin) {
      return ssim > other.ssim || ratio * margin > other.ratio;
    }
  }

  /**
   * @param lines of all settings alone
   */
  static List<Setting> of(List<Line> lines, Installed installed) {
    List<Line> good =
        lines.stream()
            .filter(it -> it.accelerates() && it.requestRatio() >= LEAST_GAIN)
            .filter(it -> it.ssim() >= LEAST_LIKENESS)
            .toList();
    List<Promise> singles =
        good.stream().map(it -> new Promise(it.setting(), it.requestRatio(), it.ssim())).toList();
    List<Promise> pairs = new ArrayList<>();
    for (int i = 0; i < good.size(); i++) {
      for (Line other : good.subList(i + 1, good.size())) {
        if (fit(good.get(i).setting(), other.setting(), installed)) {
          pairs.add(Promise.of(good.get(i), other));
        }
      }
    }
    return pairs.stream()
        .filter(pair -> pair.ssim >= LEAST_LIKENESS)
        .filter(pair -> singles.stream().allMatch(it -> pair.keepsUp(it, 1)))
        .filter(pair -> pairs.stream().allMatch(it -> it.equals(pair) || pair.keepsUp(it, MARGIN)))
        .map(Promise::setting)
        .toList();
  }

  private static boolean fit(Setting one, Setting other, Installed installed) {
    return Collections.disjoint(one.parts(), other.parts()) && installed.together(one, other);
  }
}
