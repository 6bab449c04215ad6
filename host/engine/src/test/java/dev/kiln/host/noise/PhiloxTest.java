package dev.kiln.host.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** The values that webUI's noise source "NV" documents for seed 0 and shape (3, 4). */
  @Test
  void seedZeroGivesCudasValues() {
    float[] expected = {
      -0.92466259f, -0.42534415f, -2.6438457f, 0.14518388f,
      -0.12086647f, -0.57972564f, -0.62285122f, -0.32838709f,
      -1.07454231f, -0.36314407f, -1.67105067f, 2.26550497f
    };
    float[] values = new float[12];
    new Philox(0).fill(values, 0, 12);
    assertThat(values).containsExactly(expected, within(1e-8f));
  }

  @Test
  void valuesDependOnSeedAndCallAndPlaceOnly() {
    Philox philox = new Philox(42);
    float[] whole = new float[8];
    philox.fill(whole, 0, 8);
    float[] part = new float[8];
    new Philox(42).fill(part, 3, 5);
    assertThat(part).startsWith(0, 0, 0, whole[0], whole[1]);
    float[] second = new float[8];
    philox.fill(second, 0, 8);
    assertThat(second).isNotEqualTo(whole);
    float[] other = new float[8];
    new Philox(43).fill(other, 0, 8);
    assertThat(other).isNotEqualTo(whole);
  }

  /** The upper half of the seed is part of the key. */
  @Test
  void seedsHave64Bits() {
    float[] low = new float[4];
    float[] high = new float[4];
    new Philox(1).fill(low, 0, 4);
    new Philox(1 + (1L << 32)).fill(high, 0, 4);
    assertThat(high).isNotEqualTo(low);
  }

  @Test
  void packedValuesAreNormalAndDoNotDependOnTheLength() {
    float[] values = new float[100_002];
    new Philox(7).fillPacked(values, 0, values.length, 3);
    double[] moments = new double[5];
    for (float value : values) {
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(value, k) / values.length;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.01));
    assertThat(moments[2]).isCloseTo(1, within(0.02));
    assertThat(moments[3]).isCloseTo(0, within(0.05));
    assertThat(moments[4]).isCloseTo(3, within(0.1));
    float[] shorter = new float[7];
    new Philox(7).fillPacked(shorter, 0, 7, 3);
    assertThat(values).startsWith(shorter);
  }
}
