package dev.kiln.plugin.guidancecutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeDenoiseCall;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against diffusers' FasterCache, its Fourier transform worked out term by term. */
class UncondCacheTest {
  private static final int SIDE = 8;
  private static final int PLANE = SIDE * SIDE;
  private static final int SIZE = 4 * PLANE;
  private static final List<Row> ROWS =
      List.of(new Row(0, Role.COND, 0, 1), new Row(0, Role.UNCOND, 0, 1));
  private static final Tensor NEGATIVE = Tensor.zeros(77, 8);

  private final FakePass pass = FakePass.with();
  private final List<Integer> filled = new ArrayList<>();
  private Tensor prompt = Tensor.zeros(77, 8);

  private static double sigma(int evaluation) {
    return 14 * Math.pow(0.7, evaluation);
  }

  /** What the network predicts in an evaluation: [2, 4, 8, 8]. */
  private static float[] truth(int evaluation) {
    Random random = new Random(evaluation);
    float[] values = new float[2 * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A fake call computes all rows: what was asked for alone is what counts. */
  private float[] evaluate(GuidedRows rows, int evaluation, List<Row> batch) {
    Tensor sample = Tensor.zeros(batch.size(), 4, SIDE, SIDE);
    FakeDenoiseCall call =
        new FakeDenoiseCall(
            FakeStep.of(evaluation, 12, sigma(evaluation)),
            batch,
            List.of(prompt, NEGATIVE).subList(0, batch.size()),
            sample,
            Tensor.like(sample),
            it ->
                System.arraycopy(
                    truth(evaluation), 0, it.denoised().data(), 0, batch.size() * SIZE));
    rows.intercept(call);
    float[] found = call.denoised().data();
    if (batch.size() == 2 && found[SIZE] != truth(evaluation)[SIZE]) {
      filled.add(evaluation);
    }
    return found;
  }

  private GuidedRows rows(int every) {
    return new GuidedRows(new Alignment(1, 1), new UncondCache(every, pass), pass);
  }

  @Test
  void whatIsFilledInIsThePromptsNoiseAndBothBandsOfTheDifference() {
    double[] delta = new double[SIZE];
    double[] low = new double[SIZE];
    try (GuidedRows rows = rows(3)) {
      double lowScale = 1;
      double highScale = 1;
      for (int i = 0; i < 12; i++) {
        double t = 500 + 180 * Math.log(sigma(i));
        float[] found = evaluate(rows, i, ROWS);
        if (filled.contains(i)) {
          lowScale *= t > 99 && t < 901 ? 1.1 : 1;
          highScale *= t < 301 ? 1.1 : 1;
          for (int at = 0; at < SIZE; at++) {
            double noise = low[at] * lowScale + (delta[at] - low[at]) * highScale;
            assertThat(found[SIZE + at])
                .isCloseTo((float) (truth(i)[at] - sigma(i) * noise), within(1e-4f));
          }
        } else {
          lowScale = 1;
          highScale = 1;
          for (int at = 0; at < SIZE; at++) {
            delta[at] = (truth(i)[at] - truth(i)[SIZE + at]) / sigma(i);
          }
          low = low(delta);
        }
      }
    }
    // The fake's time step is below 641 from evaluation 6 on.
    assertThat(filled).containsExactly(7, 8, 10, 11);
    assertThat(pass.infotext())
        .containsEntry("Uncond every", "3")
        .containsEntry("Uncond reused", "4 of 12");
  }

  /** The circle of radius 8 / 5 = 1: frequency 0 and its four neighbours, of each plane. */
  private static double[] low(double[] delta) {
    int[][] frequencies = {{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}};
    double[] low = new double[SIZE];
    for (int channel = 0; channel < 4; channel++) {
      for (int[] f : frequencies) {
        for (int a = 0; a < PLANE; a++) {
          for (int b = 0; b < PLANE; b++) {
            double phase =
                2 * Math.PI * (f[0] * (a / SIDE - b / SIDE) + f[1] * (a % SIDE - b % SIDE)) / SIDE;
            low[channel * PLANE + a] += delta[channel * PLANE + b] * Math.cos(phase) / PLANE;
          }
        }
      }
    }
    return low;
  }

  @Test
  void anotherPromptIsComputed() {
    try (GuidedRows rows = rows(5)) {
      for (int i = 6; i < 9; i++) {
        evaluate(rows, i, ROWS);
      }
      prompt = Tensor.zeros(77, 8);
      evaluate(rows, 9, ROWS);
      evaluate(rows, 10, ROWS);
    }
    assertThat(filled).containsExactly(7, 8, 10);
  }

  @Test
  void whereTheNegativePromptIsLeftOutNothingIsFilledIn() {
    try (GuidedRows rows = rows(5)) {
      for (int i = 6; i < 9; i++) {
        evaluate(rows, i, ROWS.subList(0, 1));
      }
    }
    assertThat(filled).isEmpty();
    assertThat(pass.infotext()).isEmpty();
  }

  @Test
  void lowFrequenciesOfAnOblongAreThoseOfItsCircle() {
    LowPass pass = new LowPass(12, 16);
    float[] wave = new float[12 * 16];
    float[] low = new float[wave.length];
    // Radius 2: (1, 1) lies inside, (2, 1) outside.
    for (int i = 0; i < wave.length; i++) {
      double y = 2 * Math.PI * (i / 16) / 12;
      double x = 2 * Math.PI * (i % 16) / 16;
      wave[i] = (float) (3 + Math.cos(y + x) + Math.sin(2 * y - x));
    }
    pass.of(wave, low, 0);
    for (int i = 0; i < wave.length; i++) {
      double y = 2 * Math.PI * (i / 16) / 12;
      double x = 2 * Math.PI * (i % 16) / 16;
      assertThat(low[i]).isCloseTo((float) (3 + Math.cos(y + x)), within(1e-4f));
    }
  }
}
