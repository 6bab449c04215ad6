package dev.kiln.plugin.stepcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeDenoiseCall;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes the place of an evaluation, against the references' formulas in plain Java. */
class ForecastTest {
  private static final List<Row> ROWS = List.of(new Row(0, Row.Role.COND, 0, 1));
  private static final Tensor PROMPT = Tensor.zeros(77, 8);
  private static final int STEPS = 20;

  private final List<Integer> evaluated = new ArrayList<>();
  private double threshold = 0.05;

  /** The noise level of an evaluation, and the input, which moves. */
  private static double sigma(int evaluation) {
    return 14 * Math.pow(0.8, evaluation);
  }

  private static double input(int evaluation) {
    return 0.3 * Math.sin(evaluation);
  }

  /** What the network predicts: one number, which moves on a curve. */
  private static double truth(int evaluation) {
    return Math.sin(0.2 * evaluation) + 0.01 * evaluation * evaluation;
  }

  /** The predictions of all evaluations, the network's own where it was asked. */
  private double[] run(CacheMethod method, int interval) {
    double[] predictions = new double[STEPS];
    StepCacheOptions options = new StepCacheOptions(threshold, 0, 1, method, interval, 2);
    DenoiseInterceptor interceptor = new CachingInterceptor(options, FakePass.with());
    for (int i = 0; i < STEPS; i++) {
      int now = i;
      Tensor sample = Tensor.zeros(1, 4, 8, 8);
      Arrays.fill(sample.data(), (float) input(i));
      FakeDenoiseCall call =
          new FakeDenoiseCall(
              FakeStep.of(i, STEPS, sigma(i)),
              ROWS,
              List.of(PROMPT),
              sample,
              Tensor.like(sample),
              it -> {
                evaluated.add(now);
                Arrays.fill(it.denoised().data(), (float) truth(now));
              });
      interceptor.intercept(call);
      predictions[i] = call.denoised().data()[100];
    }
    return predictions;
  }

  @Test
  void taylorSeerGoesOnAlongTheLastDifference() {
    double[] found = run(CacheMethod.TAYLOR_SEER, 3);
    assertThat(evaluated).containsExactly(0, 1, 2, 3, 4, 5, 8, 11, 14, 17, 18, 19);
    int before = 4;
    int last = 5;
    for (int i = 6; i < 18; i++) {
      if (evaluated.contains(i)) {
        before = last;
        last = i;
      } else {
        double slope = (noise(last) - noise(before)) / (last - before);
        double noise = noise(last) + (i - last) * slope;
        double x = input(i) * Math.sqrt(sigma(i) * sigma(i) + 1);
        assertThat(found[i]).isCloseTo(x - sigma(i) * noise, within(1e-4));
      }
    }
  }

  private static double noise(int evaluation) {
    double sigma = sigma(evaluation);
    return (input(evaluation) * Math.sqrt(sigma * sigma + 1) - truth(evaluation)) / sigma;
  }

  @Test
  void ucacheIsThatOfStableDiffusionCpp() {
    double[] found = run(CacheMethod.UCACHE, 2);
    List<Integer> wanted = new ArrayList<>();
    double rate = 0;
    double norm = 0;
    double ema = 0;
    double error = 0;
    int inARow = 0;
    int last = -1;
    for (int i = 0; i < STEPS; i++) {
      double moved = last < 0 ? 0 : Math.abs(input(i) - input(last));
      boolean skips = false;
      if (rate > 0) {
        error += rate * moved / Math.sqrt(norm * ema * 1.6) * (1 + 0.5 * inARow);
        double progress = wanted.size() / (double) STEPS;
        skips = error < (progress < 0.2 ? 0.5 : progress > 0.8 ? 1.5 : 1);
        error = skips ? error : 0;
      }
      if (skips) {
        inARow++;
        double noise = noise(last) + input(i) - input(last);
        double x = input(i) * Math.sqrt(sigma(i) * sigma(i) + 1);
        assertThat(found[i]).as("evaluation %d", i).isCloseTo(x - sigma(i) * noise, within(1e-4));
      } else {
        double change = last < 0 ? 0 : Math.abs(noise(i) - noise(last));
        if (change > 0) {
          ema = ema == 0 ? change : 0.8 * ema + 0.2 * change;
          rate = change / moved;
        }
        norm = Math.abs(noise(i));
        inARow = 0;
        last = i;
        wanted.add(i);
      }
    }
    assertThat(evaluated).isEqualTo(wanted).hasSizeBetween(5, 18);
  }

  /** As diffusers counts, with the ratios of a step to the next from the last two evaluations. */
  @Test
  void magCacheCountsAsThatOfDiffusers() {
    threshold = 0.03;
    double[] found = run(CacheMethod.MAG_CACHE, 2);
    List<Integer> wanted = new ArrayList<>();
    double accumulatedRatio = 1;
    double accumulatedError = 0;
    int accumulatedSteps = 0;
    double power = Double.NaN;
    int last = -1;
    for (int i = 0; i < STEPS; i++) {
      double ratio = last < 0 ? Double.NaN : Math.pow(sigma(i) / sigma(i - 1), power);
      accumulatedRatio *= ratio;
      accumulatedSteps++;
      accumulatedError += Math.abs(1 - accumulatedRatio);
      if (accumulatedError <= 0.3 && accumulatedSteps <= 2) {
        double noise = input(i) + noise(last) - input(last);
        double x = input(i) * Math.sqrt(sigma(i) * sigma(i) + 1);
        assertThat(found[i]).as("evaluation %d", i).isCloseTo(x - sigma(i) * noise, within(1e-4));
      } else {
        if (last >= 0) {
          double now = Math.abs(noise(i) - input(i));
          double before = Math.abs(noise(last) - input(last));
          power = Math.log(now / before) / Math.log(sigma(i) / sigma(last));
        }
        accumulatedRatio = 1;
        accumulatedSteps = 0;
        accumulatedError = 0;
        last = i;
        wanted.add(i);
      }
    }
    assertThat(evaluated).isEqualTo(wanted).hasSizeBetween(5, 18);
  }

  /** The norm is that over the channels of a place, the ratio the mean over the places. */
  @Test
  void aMagnitudeRatioIsTheMeanOverThePlaces() {
    NoiseRow row = new NoiseRow(4);
    row.begin(new float[4], 0);
    // Two channels of two places, at sigma 1: e = x sqrt(2) - D, and x is 0.
    row.keep(new float[] {3, 1, 4, 0}, 0, 1, true);
    double ratios = row.ratios(new float[] {6, 0, -8, 3}, 0, 1, 2);
    assertThat(ratios).isCloseTo(10 / 5.0 + 3 / 1.0, within(1e-6));
  }

  @Test
  void spectrumIsThatOfStableDiffusionCpp() {
    double[] found = run(CacheMethod.SPECTRUM, 2);
    List<Integer> wanted = new ArrayList<>();
    double window = 2;
    int cached = 0;
    List<double[]> past = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      boolean predicts = i >= 4 && i < 18 && (cached + 1) % (int) Math.floor(window) != 0;
      if (predicts) {
        cached++;
        assertThat(found[i]).as("evaluation %d", i).isCloseTo(reference(past, i), within(1e-4));
      } else {
        wanted.add(i);
        past.add(new double[] {i / 50.0 * 2 - 1, truth(i)});
        window += i >= 4 ? 0.5 : 0;
        cached = 0;
      }
    }
    // The record of the field: 11 of 20.
    assertThat(evaluated).isEqualTo(wanted).hasSize(11);
  }

  /** The coefficients of the fit by coordinate descent, then both predictions mixed. */
  private static double reference(List<double[]> all, int step) {
    List<double[]> past = all.subList(Math.max(0, all.size() - 6), all.size());
    double[] coefficients = new double[4];
    for (int round = 0; round < 2_000; round++) {
      for (int j = 0; j < 4; j++) {
        double up = 0;
        double down = 1;
        for (double[] point : past) {
          double rest = point[1];
          for (int k = 0; k < 4; k++) {
            rest -= k == j ? 0 : coefficients[k] * chebyshev(k, point[0]);
          }
          up += chebyshev(j, point[0]) * rest;
          down += chebyshev(j, point[0]) * chebyshev(j, point[0]);
        }
        coefficients[j] = up / down;
      }
    }
    double fit = 0;
    for (int j = 0; j < 4; j++) {
      fit += coefficients[j] * chebyshev(j, step / 50.0 * 2 - 1);
    }
    double last = past.get(past.size() - 1)[1];
    double before = past.get(past.size() - 2)[1];
    return 0.4 * fit + 0.6 * (last + 0.5 * (last - before));
  }

  private static double chebyshev(int degree, double x) {
    return Math.cos(degree * Math.acos(x));
  }
}
