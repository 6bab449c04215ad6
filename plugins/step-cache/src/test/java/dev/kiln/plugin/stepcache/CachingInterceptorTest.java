package dev.kiln.plugin.stepcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeDenoiseCall;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachingInterceptorTest {
  private static final Row COND = new Row(0, Row.Role.COND, 0, 1);
  private static final Row UNCOND = new Row(0, Row.Role.UNCOND, 0, 1);
  private static final Tensor PROMPT = Tensor.zeros(77, 8);
  private static final Tensor NEGATIVE = Tensor.zeros(77, 8);

  /** Descending by half. */
  private static final double[] LEVELS =
      IntStream.range(0, 20).mapToDouble(i -> 8 * Math.pow(0.5, i)).toArray();

  private final FakePass pass = FakePass.with();
  private final List<Integer> evaluated = new ArrayList<>();

  private DenoiseInterceptor interceptor(double threshold) {
    return new CachingInterceptor(
        new StepCacheOptions(threshold, 0, 1, CacheMethod.EASY_CACHE, 2, 3), pass);
  }

  /** A network that sees e = 1 + rate * x at every place of x, the scaled input. */
  private void network(DenoiseCall call, float rate) {
    evaluated.add(call.step().evaluation());
    double sigma = call.step().sigma();
    for (int i = 0; i < call.sample().size(); i++) {
      float x = call.sample().data()[i];
      call.denoised().data()[i] =
          (float) (x * Math.sqrt(sigma * sigma + 1) - sigma * (1 + rate * x));
    }
  }

  private FakeDenoiseCall call(int evaluation, double sigma, float x, Row... rows) {
    Tensor sample = Tensor.zeros(rows.length, 4, 8, 8);
    Arrays.fill(sample.data(), x);
    List<Tensor> conditions = new ArrayList<>();
    for (Row row : rows) {
      conditions.add(row.role() == Row.Role.COND ? PROMPT : NEGATIVE);
    }
    return new FakeDenoiseCall(
        FakeStep.of(evaluation, 20, sigma),
        List.of(rows),
        conditions,
        sample,
        Tensor.like(sample),
        call -> network(call, 0.5f));
  }

  @Test
  void evaluatesUntilItKnowsTheRateThenSkipsUntilTheDriftIsTooLarge() {
    try (DenoiseInterceptor interceptor = interceptor(0.1)) {
      for (int i = 0; i < 9; i++) {
        // Each input moves by 0.1, so e by 0.05 of about 1.1: the second skip would reach 0.1.
        interceptor.intercept(call(i, LEVELS[i], 0.1f * i, COND, UNCOND));
      }
    }
    assertThat(evaluated).containsExactly(0, 1, 4, 7);
    assertThat(pass.infotext())
        .containsExactly(
            entry("Step cache", "5 of 9 skipped"),
            entry("Step cache threshold", "0.1"),
            entry("Step cache start", "0.0"),
            entry("Step cache end", "1.0"));
  }

  @Test
  void aSkippedResultFollowsTheNoiseOnItsWay() {
    // e = 1.05, then 1.1; half as far again in log sigma it is 1.125, twice as far still 1.15.
    assertThat(skippedAfter(4, 2, Math.sqrt(2))).isCloseTo(1.125f, within(1e-5f));
    assertThat(skippedAfter(4, 2, 0.5)).isCloseTo(1.15f, within(1e-5f));
    assertThat(skippedAfter(4, 2, 2)).isCloseTo(1.1f, within(1e-5f));
    assertThat(skippedAfter(4, 2, 3)).isCloseTo(1.1f, within(1e-5f));
  }

  /** The noise e that a skipped third call used, from D = x - sigma e. */
  private float skippedAfter(double first, double second, double third) {
    evaluated.clear();
    DenoiseInterceptor interceptor = interceptor(0.1);
    interceptor.intercept(call(0, first, 0.1f, COND));
    interceptor.intercept(call(1, second, 0.2f, COND));
    FakeDenoiseCall skipped = call(2, third, 0.3f, COND);
    interceptor.intercept(skipped);
    assertThat(evaluated).containsExactly(0, 1);
    double x = 0.3 * Math.sqrt(third * third + 1);
    return (float) ((x - skipped.denoised().data()[100]) / third);
  }

  @Test
  void aCorrectorAtTheSameNoiseLevelDoesNotCountAsARate() {
    DenoiseInterceptor interceptor = interceptor(0.1);
    interceptor.intercept(call(0, 4, 0.1f, COND));
    interceptor.intercept(call(1, 4, 0.2f, COND));
    interceptor.intercept(call(2, 4, 0.3f, COND));
    interceptor.intercept(call(3, 2, 0.4f, COND));
    assertThat(evaluated).containsExactly(0, 1, 2, 3);
    interceptor.intercept(call(4, LEVELS[4], 0.5f, COND));
    assertThat(evaluated).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aRowThatWasNotInTheLastEvaluationIsEvaluated() {
    DenoiseInterceptor interceptor = interceptor(1);
    interceptor.intercept(call(0, LEVELS[0], 0.1f, COND));
    interceptor.intercept(call(1, LEVELS[1], 0.2f, COND));
    interceptor.intercept(call(2, LEVELS[2], 0.3f, COND, UNCOND));
    interceptor.intercept(call(3, LEVELS[3], 0.4f, UNCOND, COND));
    assertThat(evaluated).containsExactly(0, 1, 2);
  }

  @Test
  void aDroppedRowIsForgottenWithTheNextEvaluationOnly() {
    DenoiseInterceptor interceptor = interceptor(0.1);
    interceptor.intercept(call(0, LEVELS[0], 0.1f, COND, UNCOND));
    interceptor.intercept(call(1, LEVELS[1], 0.2f, COND, UNCOND));
    interceptor.intercept(call(2, LEVELS[2], 0.25f, COND));
    interceptor.intercept(call(3, LEVELS[3], 0.3f, COND, UNCOND));
    assertThat(evaluated).containsExactly(0, 1);
    interceptor.intercept(call(4, LEVELS[4], 3, COND));
    interceptor.intercept(call(5, LEVELS[5], 3, COND, UNCOND));
    assertThat(evaluated).containsExactly(0, 1, 4, 5);
  }

  @Test
  void rowsKeepTheirOwnResultWhenTheirPlacesChange() {
    DenoiseInterceptor interceptor = interceptor(1);
    for (int i = 0; i < 2; i++) {
      FakeDenoiseCall call = call(i, LEVELS[i], 0.1f * i, COND, UNCOND);
      Arrays.fill(call.sample().data(), 4 * 64, 8 * 64, 2 + 0.1f * i);
      interceptor.intercept(call);
    }
    FakeDenoiseCall swapped = call(2, LEVELS[2], 0.1f, UNCOND, COND);
    Arrays.fill(swapped.sample().data(), 0, 4 * 64, 2.1f);
    interceptor.intercept(swapped);
    assertThat(evaluated).containsExactly(0, 1);
    assertThat(swapped.denoised().data()[0])
        .isCloseTo((float) (2.1 * Math.sqrt(5) - 2 * (1 + 0.5 * 2.2)), within(1e-5f));
    assertThat(swapped.denoised().data()[4 * 64])
        .isCloseTo((float) (0.1 * Math.sqrt(5) - 2 * (1 + 0.5 * 0.2)), within(1e-5f));
  }

  @Test
  void aChangedConditionIsEvaluated() {
    DenoiseInterceptor interceptor = interceptor(1);
    interceptor.intercept(call(0, LEVELS[0], 0.1f, COND));
    interceptor.intercept(call(1, LEVELS[1], 0.2f, COND));
    FakeDenoiseCall call = call(2, LEVELS[2], 0.2f, COND);
    interceptor.intercept(
        new FakeDenoiseCall(
            call.step(),
            call.batch(),
            List.of(Tensor.zeros(77, 8)),
            call.sample(),
            call.denoised(),
            call.network()));
    assertThat(evaluated).containsExactly(0, 1, 2);
  }

  @Test
  void theNoiseIsThatOfTheInputBeforeOthersChangedIt() {
    DenoiseInterceptor interceptor = interceptor(1);
    for (int i = 0; i < 2; i++) {
      FakeDenoiseCall call = call(i, LEVELS[i], 0.1f * i, COND);
      interceptor.intercept(
          new FakeDenoiseCall(
              call.step(),
              call.batch(),
              call.conditions(),
              call.sample(),
              call.denoised(),
              inner -> {
                network(inner, 0.5f);
                Arrays.fill(inner.sample().data(), Float.NaN);
              }));
    }
    FakeDenoiseCall skipped = call(2, LEVELS[2], 0.1f, COND);
    interceptor.intercept(skipped);
    assertThat(evaluated).containsExactly(0, 1);
    assertThat(skipped.denoised().data()[0])
        .isCloseTo((float) (0.1 * Math.sqrt(5) - 2 * 1.1), within(1e-5f));
  }

  @Test
  void outsideOfItsWindowEveryStepIsEvaluated() {
    DenoiseInterceptor interceptor =
        new CachingInterceptor(
            new StepCacheOptions(1, 0.25, 0.5, CacheMethod.EASY_CACHE, 2, 3), pass);
    for (int i = 0; i < 20; i++) {
      interceptor.intercept(call(i, LEVELS[i], 0.001f * i, COND));
    }
    assertThat(evaluated).containsExactly(0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
  }

  @Test
  void aThresholdOfZeroOrNoOptionsOpenNothing() {
    StepCache hook = new StepCache();
    assertThat(hook.open(FakePass.with())).isEmpty();
    assertThat(
            hook.open(FakePass.with(new StepCacheOptions(0, 0, 1, CacheMethod.EASY_CACHE, 2, 3))))
        .isEmpty();
    assertThat(
            hook.open(FakePass.with(new StepCacheOptions(0.1, 0, 1, CacheMethod.EASY_CACHE, 2, 3))))
        .isPresent();
  }
}
