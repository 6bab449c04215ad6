package dev.kiln.plugin.dynamicthresholding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In whole generations of eight steps, two images with 4x8x8 latents. */
class ThresholdInterceptorTest {
  private static final double CFG = 12;
  private static final String PARTS = "a girl AND a meadow:0.7";

  /** What came out of the chain in each evaluation, and the winner's at the scales in question. */
  private record Seen(Tensor result, Tensor guided, Tensor mimic) {}

  private final List<Seen> seen = new ArrayList<>();

  private static TestingGeneration generation(String prompt) {
    return TestingGeneration.standard()
        .prompt(prompt)
        .request(request -> request.batch(2, 1).cfgScale(CFG));
  }

  private static Outcome drawn(TestingGeneration generation, Map<String, Object> options) {
    return generation
        .plugin("dynamic-thresholding", new DynamicThresholding(), TestingOptions.with(options))
        .run();
  }

  /** Looks at the chain from outside, at scales that move linearly. */
  private GuidanceHook probe(double cfgEnd, double mimic) {
    return pass ->
        Optional.of(
            call -> {
              call.proceed();
              Tensor guided = Tensor.like(call.combined());
              Tensor lower = Tensor.like(call.combined());
              double done = call.step().evaluation() / 7.0;
              call.combineAt(CFG + (cfgEnd - CFG) * done, guided);
              call.combineAt(mimic, lower);
              seen.add(new Seen(call.combined().copy(), guided, lower));
            });
  }

  private void assertTheFormulaHolds(ThresholdOptions options) {
    assertThat(seen).hasSize(8);
    for (Seen it : seen) {
      for (int image = 0; image < 2; image++) {
        double[][] wanted =
            new DoubleReference(options)
                .of(
                    DoubleReference.image(it.guided.data(), image, 4, 64),
                    DoubleReference.image(it.mimic.data(), image, 4, 64));
        float[] flat = new float[256];
        float[] found = new float[256];
        for (int i = 0; i < 256; i++) {
          flat[i] = (float) wanted[i / 64][i % 64];
          found[i] = it.result.data()[image * 256 + i];
        }
        assertThat(GraphRunner.difference(found, flat)).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a girl", PARTS})
  void guidedPredictionsGetTheSpreadOfTheMimicScale(String prompt) {
    Map<String, Object> changes = Map.of("mimicScale", 5.0, "thresholdPercentile", 95.0);
    drawn(generation(prompt).plugin("probe", probe(CFG, 5)), changes);
    assertTheFormulaHolds(TestingOptions.with(changes));
  }

  @Test
  void theGuidanceScaleItselfMayMove() {
    Map<String, Object> changes =
        Map.of("mimicScale", 5.0, "cfgMode", "Linear Down", "cfgScaleMin", 3.0);
    drawn(generation(PARTS).plugin("probe", probe(3, 5)), changes);
    assertTheFormulaHolds(TestingOptions.with(changes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a girl", PARTS})
  void atTheNeutralSettingNothingIsOpenedAndNoBitChanges(String prompt) {
    float[] plain = generation(prompt).run().latents().data();
    for (Map<String, Object> neutral :
        List.<Map<String, Object>>of(
            Map.of("mimicScale", CFG),
            Map.of("mimicScale", CFG, "variabilityMeasure", "STD", "thresholdPercentile", 95.0),
            Map.of("mimicScale", 3.0, "interpolatePhi", 0.0),
            Map.of("mimicScale", 3.0, "enabled", false))) {
      Outcome outcome = drawn(generation(prompt), neutral);
      assertThat(outcome.latents().data()).containsExactly(plain);
      assertThat(outcome.opened()).isZero();
      assertThat(outcome.infotext()).isEmpty();
    }
  }

  @Test
  void whatMovesAScaleIsNotNeutral() {
    assertThat(TestingOptions.with(Map.of("mimicScale", CFG)).neutral(CFG)).isTrue();
    for (Map<String, Object> acting :
        List.<Map<String, Object>>of(
            Map.of("mimicScale", CFG, "thresholdPercentile", 99.0),
            Map.of("mimicScale", CFG, "mimicMode", "Linear Up"),
            Map.of("mimicScale", CFG, "cfgMode", "Linear Up", "mimicMode", "Linear Up"),
            Map.of("interpolatePhi", 0.0, "cfgMode", "Linear Up"))) {
      assertThat(TestingOptions.with(acting).neutral(CFG)).as("%s", acting).isFalse();
    }
  }

  @Test
  void whereTheNegativePromptIsLeftOutThePredictionStays() {
    RowHook cutoff =
        pass ->
            Optional.of(
                plan -> {
                  for (int row = 0; row < plan.size(); row++) {
                    if (plan.row(row).role() == Row.Role.UNCOND) {
                      plan.drop(row);
                    }
                  }
                });
    TestingGeneration without = generation("a girl").plugin("cutoff", cutoff);
    assertThat(drawn(without, Map.of("thresholdPercentile", 90.0)).latents().data())
        .containsExactly(without.run().latents().data());
  }

  @Test
  void itsInfotextHasWebuisKeys() {
    Map<String, Object> changes =
        Map.of("mimicScale", 5.5, "mimicMode", "power up", "separateFeatureChannels", false);
    assertThat(drawn(generation("a girl"), changes).infotext().toString())
        .isEqualTo(
            "{Dynamic thresholding enabled=True, Mimic scale=5.5, Separate Feature"
                + " Channels=False, Scaling Startpoint=MEAN, Variability Measure=AD, Interpolate"
                + " Phi=1, Threshold percentile=100, Mimic mode=Power Up, Mimic scale minimum=0,"
                + " Scheduler value=4}");
  }

  @Test
  void aWrongChoiceIsRefused() {
    assertThatThrownBy(() -> TestingOptions.with(Map.of("scalingStartpoint", "ONE")))
        .cause()
        .cause()
        .isInstanceOf(BadRequest.class)
        .hasMessage("dynamic-thresholding: scalingStartpoint is \"ONE\"; it must be MEAN or ZERO");
  }
}
