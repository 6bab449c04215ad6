package dev.kiln.plugin.lora.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rotations against their equations, with inverses as series and by their defining property. */
class OftTest {
  private final Random random = new Random(5);
  private final Map<String, Tensor> tensors = new HashMap<>();

  private Tensor put(String name, double scale, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) (scale * random.nextGaussian());
    }
    tensors.put(name, tensor);
    return tensor;
  }

  private float[] weights(LayerShape layer) {
    float[] weights = new float[layer.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  /** (I + Q)(I - Q)⁻¹ = (I + Q) · Σ Qⁿ, for a small Q. */
  private static double[][] cayley(Tensor blocks, int from, int n, double factor) {
    double[][] q = new double[n][n];
    double[][] sum = new double[n][n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        q[r][c] =
            factor * (blocks.data()[from + r * n + c] - (double) blocks.data()[from + c * n + r]);
      }
      sum[r][r] = 1;
    }
    double[][] power = sum;
    double[][] inverse = new double[n][n];
    for (int term = 0; term < 200; term++) {
      for (int r = 0; r < n; r++) {
        for (int c = 0; c < n; c++) {
          inverse[r][c] += power[r][c];
        }
      }
      power = times(power, q);
    }
    double[][] plus = new double[n][n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        plus[r][c] = q[r][c] + (r == c ? 1 : 0);
      }
    }
    return times(plus, inverse);
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < b[0].length; c++) {
        for (int k = 0; k < b.length; k++) {
          product[r][c] += a[r][k] * b[k][c];
        }
      }
    }
    return product;
  }

  private Change change() {
    return Changes.weights(new LayerTensors("key", tensors), OptionalInt.empty()).orElseThrow();
  }

  private static void near(double found, double wanted) {
    assertThat(found).isCloseTo(wanted, org.assertj.core.data.Offset.offset(2e-5));
  }

  @Test
  void oftRotatesBlocksOfOutputsByTheTransposed() {
    LayerShape layer = new LayerShape(8, 5, 1, 1);
    Tensor blocks = put("oft_blocks", 0.1, 2, 4, 4);
    Tensor rescale = put("rescale", 1, 8, 1);
    float[] w = weights(layer);
    float[] delta = change().delta(w, layer);
    for (int k = 0; k < 2; k++) {
      double[][] r = cayley(blocks, k * 16, 4, 1);
      for (int m = 0; m < 4; m++) {
        for (int i = 0; i < 5; i++) {
          double turned = 0;
          for (int n = 0; n < 4; n++) {
            turned += r[n][m] * w[(k * 4 + n) * 5 + i];
          }
          int place = (k * 4 + m) * 5 + i;
          near(delta[place], turned * rescale.data()[k * 4 + m] - w[place]);
        }
      }
    }
  }

  @Test
  void alphaBoundsTheNormOfAllBlocksTogether() {
    LayerShape layer = new LayerShape(4, 3, 1, 1);
    Tensor blocks = put("oft_blocks", 0.3, 2, 2, 2);
    tensors.put("alpha", Tensor.of(new float[] {0.02f}, 1));
    double norm = 0;
    for (int k = 0; k < 2; k++) {
      double q = blocks.data()[4 * k + 1] - blocks.data()[4 * k + 2];
      norm += 2 * q * q;
    }
    double factor = 0.02 * 4 / Math.sqrt(norm);
    assertThat(factor).isLessThan(1);
    float[] w = weights(layer);
    float[] delta = change().delta(w, layer);
    double[][] r = cayley(blocks, 0, 2, factor);
    near(delta[0], r[0][0] * w[0] + r[1][0] * w[3] - w[0]);
    near(delta[3], r[0][1] * w[0] + r[1][1] * w[3] - w[3]);
  }

  @Test
  void oldFilesHoldTheRotationItself() {
    LayerShape layer = new LayerShape(4, 3, 1, 1);
    Tensor r = put("oft_diag", 1, 2, 2, 2);
    float[] w = weights(layer);
    float[] delta = change().delta(w, layer);
    near(delta[6 + 1], r.data()[4] * w[6 + 1] + r.data()[6] * w[9 + 1] - w[6 + 1]);
  }

  /** Rows are paired at a distance that doubles with each round, n/2 of them at a time. */
  @Test
  void boftMixesRowsThatLieFurtherApartInEachRound() {
    LayerShape layer = new LayerShape(8, 3, 1, 1);
    Tensor blocks = put("oft_blocks", 0.1, 3, 4, 2, 2);
    float[] w = weights(layer);
    double[][] now = new double[8][3];
    for (int row = 0; row < 8; row++) {
      for (int i = 0; i < 3; i++) {
        now[row][i] = w[row * 3 + i];
      }
    }
    for (int round = 0; round < 3; round++) {
      int distance = 1 << round;
      int pair = 0;
      double[][] next = new double[8][];
      for (int row = 0; row < 8; row++) {
        if ((row / distance) % 2 == 0) {
          double[][] r = cayley(blocks, (round * 4 + pair++) * 4, 2, 1);
          double[][] turned = times(r, new double[][] {now[row], now[row + distance]});
          next[row] = turned[0];
          next[row + distance] = turned[1];
        }
      }
      now = next;
    }
    float[] delta = change().delta(w, layer);
    for (int row = 0; row < 8; row++) {
      for (int i = 0; i < 3; i++) {
        near(delta[row * 3 + i], now[row][i] - w[row * 3 + i]);
      }
    }
  }

  @Test
  void rotationsOfLargeBlocksAreOrthogonal() {
    Tensor blocks = put("oft_blocks", 2, 1, 12, 12);
    float[] r = Rotations.of(blocks, 0);
    for (int a = 0; a < 12; a++) {
      for (int b = 0; b < 12; b++) {
        double dot = 0;
        for (int i = 0; i < 12; i++) {
          dot += r[a * 12 + i] * r[b * 12 + i];
        }
        near(dot, a == b ? 1 : 0);
      }
    }
  }
}
