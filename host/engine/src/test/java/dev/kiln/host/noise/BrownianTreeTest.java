package dev.kiln.host.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrownianTreeTest {
  private static final double MIN = 0.03;
  private static final double MAX = 14.6;
  private static final int ROW = 4096;

  private static BrownianTree tree(long... seeds) {
    return new BrownianTree(seeds, ROW, MIN, MAX);
  }

  private static float[] noise(BrownianTree tree, double from, double to) {
    Tensor out = Tensor.zeros(1, ROW);
    tree.noise(from, to, out);
    return out.data();
  }

  /** The increment itself: noise times its deviation. */
  private static float[] increment(BrownianTree tree, double from, double to) {
    float[] noise = noise(tree, from, to);
    double deviation = Math.sqrt(Math.abs(tree.snapped(to) - tree.snapped(from)));
    for (int i = 0; i < noise.length; i++) {
      noise[i] *= (float) deviation;
    }
    return noise;
  }

  @ParameterizedTest
  @CsvSource({"14.6,3,0.03", "10,9.9,9.8", "2,0.5,0.4", "0.1,0.07,0.031", "0.5,5,2"})
  void incrementsAddUp(double a, double b, double c) {
    BrownianTree tree = tree(1);
    float[] first = increment(tree, a, b);
    float[] second = increment(tree, b, c);
    float[] whole = increment(tree, a, c);
    for (int i = 0; i < ROW; i++) {
      assertThat(first[i] + second[i]).isCloseTo(whole[i], within(1e-5f));
    }
  }

  @Test
  void noiseDoesNotDependOnWhatWasAskedBefore() {
    BrownianTree fresh = tree(1);
    BrownianTree used = tree(1);
    for (double sigma = MAX; sigma > 0.1; sigma *= 0.83) {
      noise(used, sigma, sigma * 0.83);
    }
    noise(used, 0.4, 9);
    assertThat(noise(used, 3, 1.7)).isEqualTo(noise(fresh, 3, 1.7));
    assertThat(noise(used, 3, 1.7)).isEqualTo(noise(fresh, 3, 1.7));
  }

  /** 4096 values: the variance's own deviation is 2.2 %, the correlation's 1.6 %. */
  @ParameterizedTest
  @CsvSource({"14.6,0.03", "14.6,9", "3.1,3.0", "0.05,0.03", "1,0.2"})
  void noiseHasUnitVarianceAndIsIndependentOfTheRest(double from, double to) {
    BrownianTree tree = tree(3);
    float[] noise = noise(tree, from, to);
    assertThat(product(noise, noise)).isCloseTo(1, within(0.08));
    float[] before = noise(tree, MAX, from);
    float[] after = noise(tree, to, MIN);
    assertThat(product(noise, before)).isCloseTo(0, within(0.06));
    assertThat(product(noise, after)).isCloseTo(0, within(0.06));
  }

  @Test
  void directionIsTheSign() {
    BrownianTree tree = tree(1);
    float[] down = noise(tree, 5, 2);
    float[] up = noise(tree, 2, 5);
    for (int i = 0; i < ROW; i++) {
      assertThat(up[i]).isEqualTo(-down[i]);
    }
  }

  @Test
  void imageOfABatchEqualsItsSeedAlone() {
    Tensor batch = Tensor.zeros(3, ROW);
    tree(8, 9, 10).noise(6, 2, batch);
    assertThat(Arrays.copyOfRange(batch.data(), ROW, 2 * ROW)).isEqualTo(noise(tree(9), 6, 2));
    assertThat(noise(tree(8), 6, 2)).isNotEqualTo(noise(tree(9), 6, 2));
  }

  @Test
  void noiseIsNotThatOfTheFirstLatents() {
    float[] first = new float[ROW];
    new Philox(5).fill(first, 0, ROW);
    assertThat(product(noise(tree(5), MAX, MIN), first)).isCloseTo(0, within(0.06));
  }

  @Test
  void levelsOutsideCountAsTheEnds() {
    assertThat(noise(tree(1), 100, 0.001)).isEqualTo(noise(tree(1), MAX, MIN));
  }

  @Test
  void noWayIsNoNoise() {
    assertThat(noise(tree(1), 2, 2)).containsOnly(0);
    BrownianTree point = new BrownianTree(new long[] {1}, ROW, 2, 2);
    assertThat(noise(point, 2, 2)).containsOnly(0);
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum / a.length;
  }
}
