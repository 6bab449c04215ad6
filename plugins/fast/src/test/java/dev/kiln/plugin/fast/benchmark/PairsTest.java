package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.fast.benchmark.Accelerators.Exclusion;
import dev.kiln.plugin.fast.benchmark.Accelerators.Installed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static Line line(Setting setting, double ratio, double ssim) {
    return new Line(setting, 1, ratio, ratio, 1, 0, ssim, ssim, 1, 1, 0, false, "");
  }

  private static Line warned(Line line) {
    return new Line(
        line.setting(), 1, line.loopRatio(), line.requestRatio(), 1, 0, 1, 1, 1, 1, 0, false, "no");
  }

  private static Setting plugin(String id) {
    return Setting.plugin(id, Map.of());
  }

  private static List<String> pairs(List<Exclusion> exclusions, Line... lines) {
    return Pairs.of(List.of(lines), new Installed(List.of(), exclusions)).stream()
        .map(Setting::name)
        .toList();
  }

  @Test
  void twoThatGainAreAPairUnlessTheyExcludeEachOther() {
    Line a = line(plugin("a"), 1.5, 0.95);
    Line b = line(plugin("b"), 1.4, 0.95);
    assertThat(pairs(List.of(), a, b)).containsExactly("a + b");
    assertThat(pairs(List.of(new Exclusion("b", "a")), a, b)).isEmpty();
    assertThat(pairs(List.of(), a, line(plugin("a"), 1.4, 0.95))).isEmpty();
    assertThat(pairs(List.of(), a, line(Setting.steps(10), 2, 0.95))).isEmpty();
    assertThat(pairs(List.of(), a, line(Setting.UNTOUCHED, 1, 1))).isEmpty();
  }

  @Test
  void whatPromisesNothingIsLeftOut() {
    Line a = line(plugin("a"), 1.5, 0.95);
    Line c = line(plugin("c"), 2, 0.9);
    assertThat(pairs(List.of(), a, line(plugin("slow"), 1.02, 1))).isEmpty();
    assertThat(pairs(List.of(), a, warned(line(plugin("none"), 1.4, 1)))).isEmpty();
    assertThat(pairs(List.of(), a, line(plugin("other"), 3, 0.7))).isEmpty();
    assertThat(pairs(List.of(), a, line(plugin("b"), 1.45, 0.96), c))
        .containsExactly("a + b", "a + c", "b + c");
    assertThat(pairs(List.of(), a, line(plugin("weak"), 1.1, 0.93), c)).containsExactly("a + c");
  }
}
