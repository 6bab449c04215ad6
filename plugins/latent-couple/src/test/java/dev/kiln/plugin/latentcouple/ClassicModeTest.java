package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The classic mode in whole generations, 8x8 cells large, against the formula that two_shot.py and
 * webUI's combine_denoised amount to, written down here once more.
 */
class ClassicModeTest {
  private static final double SCALE = 7;
  private static final String THREE = "meadow AND a girl, red hair AND a boy, blue hair :1.3";

  private static Recorder recorded(String prompt, CoupleOptions options, int images) {
    Recorder recorder = new Recorder();
    drawn(prompt, options, images, recorder);
    return recorder;
  }

  private static Outcome drawn(
      String prompt, CoupleOptions options, int images, Recorder recorder) {
    TestingGeneration generation = TestingGeneration.standard().prompt(prompt);
    return TestingOptions.in(generation, options)
        .plugin("recorder", recorder)
        .plugin("recorder", recorder.steps())
        .request(request -> request.batch(images, 1).cfgScale(SCALE))
        .run();
  }

  /** Weight of a cell in two_shot.py's words: filter[y1:y2, x1:x2] = weight. */
  private static double filter(int part, int cell, double[] weights) {
    int x = cell % 8;
    boolean inside = part == 0 || (part == 1 ? x < 4 : x >= 4);
    return inside ? weights[part] : 0;
  }

  private static float[] expected(
      Recorder.Evaluation evaluation, int image, double[] ands, double[] weights) {
    float[] u = evaluation.of(image, -1);
    float[] out = new float[u.length];
    for (int i = 0; i < u.length; i++) {
      double sum = u[i];
      for (int part = 0; part < ands.length; part++) {
        double f = weights.length == 0 ? 1 : filter(part, i % 64, weights);
        double mixed = f * evaluation.of(image, part)[i] + (1 - f) * u[i];
        sum += ands[part] * SCALE * (mixed - u[i]);
      }
      out[i] = (float) sum;
    }
    return out;
  }

  private static float[] image(Tensor combined, int image) {
    float[] values = new float[combined.rowSize()];
    System.arraycopy(combined.data(), image * values.length, values, 0, values.length);
    return values;
  }

  @Test
  void threePartsInABatchAreMixedByTheFormula() {
    Recorder recorder = recorded(THREE, TestingOptions.with(), 2);
    assertThat(recorder.evaluations()).hasSize(8);
    for (int step = 0; step < 8; step++) {
      for (int image = 0; image < 2; image++) {
        float[] wanted =
            expected(
                recorder.evaluations().get(step),
                image,
                new double[] {1, 1, 1.3},
                new double[] {0.2, 0.8, 0.8});
        float[] found = image(recorder.combined().get(step), image);
        assertThat(GraphRunner.difference(found, wanted)).isLessThan(1e-5);
      }
    }
  }

  @Test
  void twoPartsAreMixedByTheFormula() {
    CoupleOptions options = TestingOptions.rectangles("1:1,1:2", "0:0,0:0", "0.4,-0.6");
    Recorder recorder = recorded("meadow AND a girl", options, 1);
    for (int step = 0; step < 8; step++) {
      float[] wanted =
          expected(
              recorder.evaluations().get(step), 0, new double[] {1, 1}, new double[] {0.4, -0.6});
      assertThat(GraphRunner.difference(recorder.combined().get(step).data(), wanted))
          .isLessThan(1e-5);
    }
  }

  /** webUI's sampling_step of the first evaluations of the steps 0, 1, 2, 3... is 0, 0, 1, 2... */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 2", "3, 4", "20, 8"})
  void afterTheEndPartsAreEverywhere(int endAtStep, int regional) {
    Recorder recorder = recorded(THREE, TestingOptions.with("endAtStep", endAtStep), 1);
    for (int step = 0; step < 8; step++) {
      double[] weights = step < regional ? new double[] {0.2, 0.8, 0.8} : new double[0];
      float[] wanted =
          expected(recorder.evaluations().get(step), 0, new double[] {1, 1, 1.3}, weights);
      assertThat(GraphRunner.difference(recorder.combined().get(step).data(), wanted))
          .isLessThan(1e-5);
    }
  }

  @Test
  void aSecondEvaluationOfAStepSeesThatStep() {
    Recorder recorder = new Recorder();
    TestingOptions.in(
            TestingGeneration.standard().prompt(THREE),
            TestingOptions.with("weights", "0,1,1", "endAtStep", 2))
        .plugin("recorder", recorder)
        .request(request -> request.sampler("Heun"))
        .run();
    // The first part has no weight in regions: its row tells where they are drawn.
    List<Boolean> regional =
        recorder.evaluations().stream().map(it -> it.rows().get(0).part() != 0).toList();
    assertThat(regional.subList(0, 8))
        .containsExactly(true, true, true, true, true, false, false, false);
  }

  @Test
  void oncePartsAreMergedTheyAreOnePrompt() {
    CoupleOptions options = TestingOptions.with("endAtStep", 3, "merge", true);
    Recorder recorder = recorded(THREE, options, 1);
    for (int step = 0; step < 8; step++) {
      Recorder.Evaluation evaluation = recorder.evaluations().get(step);
      List<Integer> parts =
          evaluation.rows().stream()
              .filter(row -> row.role() == Row.Role.COND)
              .map(Row::part)
              .toList();
      if (step < 4) {
        assertThat(parts).containsExactly(0, 1, 2);
      } else {
        assertThat(parts).containsExactly(3);
        float[] u = evaluation.of(0, -1);
        float[] x = evaluation.of(0, 3);
        float[] wanted = new float[u.length];
        for (int i = 0; i < u.length; i++) {
          wanted[i] = (float) (u[i] + SCALE * (x[i] - u[i]));
        }
        assertThat(GraphRunner.difference(recorder.combined().get(step).data(), wanted))
            .isLessThan(1e-5);
      }
    }
  }

  @Test
  void rowsThatAreSparedDoNotChangeThePicture() {
    CoupleOptions options =
        TestingOptions.rectangles(
            "1:1,1:2,1:2,1:1,1:2", "0:0,0:0,0:1,0:0,0:1", "0.2,0.8,0.8,0,0.5");
    // The second and third are one condition, the fourth has no weight, the fifth is the negative.
    String prompt = "meadow AND a girl AND a girl AND a boy AND rain";
    Recorder spared = new Recorder();
    Outcome outcome = drawn(prompt, options, 1, spared);
    assertThat(spared.evaluations().get(0).rows()).hasSize(3);
    Recorder naive = new Recorder();
    Outcome all =
        TestingGeneration.standard()
            .prompt(prompt)
            .plugin("naive", new NaiveTwoShot(new double[] {0.2, 0.8, 0.8, 0, 0.5}))
            .plugin("recorder", naive)
            .request(request -> request.cfgScale(SCALE))
            .run();
    assertThat(naive.evaluations().get(0).rows()).hasSize(6);
    assertThat(GraphRunner.difference(outcome.latents().data(), all.latents().data()))
        .isLessThan(1e-5);
  }
}
