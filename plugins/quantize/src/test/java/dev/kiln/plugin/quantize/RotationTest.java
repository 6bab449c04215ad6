package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.testkit.GraphRunner;
import org.junit.jupiter.api.Test;

class RotationTest {
  /** Sylvester's: the sign of row r and column c is the parity of r & c. Within 1e-6. */
  @Test
  void theMatrixIsSylvestersOverTheRootOfItsSize() {
    float[] matrix = new Rotation(16).matrix().data();
    for (int r = 0; r < 16; r++) {
      for (int c = 0; c < 16; c++) {
        float sign = Integer.bitCount(r & c) % 2 == 0 ? 1 : -1;
        assertThat(matrix[r * 16 + c]).isCloseTo(sign / 4, within(1e-6f));
      }
    }
  }

  @Test
  void blocksAreTheLargestThatARowIsMadeOf() {
    assertThat(Rotation.of(320).size()).isEqualTo(64);
    assertThat(Rotation.of(768).size()).isEqualTo(256);
    assertThat(Rotation.of(5120).size()).isEqualTo(256);
  }

  /** A product of two rotated rows is that of the rows. */
  @Test
  void productsStay() {
    float[] a = GraphRunner.normal(1, 192).values();
    float[] b = GraphRunner.normal(2, 192).values();
    Rotation rotation = Rotation.of(192);
    assertThat(product(rotation.of(a), rotation.of(b))).isCloseTo(product(a, b), within(1e-4));
  }

  private static double product(float[] a, float... b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
