package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of one value each, so that the formula can be read in the numbers. */
class ClassifierFreeGuidanceTest {
  @Test
  void movesFromNegativeTowardsPromptByScale() {
    assertThat(combine(7, List.of(cond(0, 0, 1), uncond(0)), 3, 1))
        .containsExactly(1 + 7 * (3 - 1));
  }

  @Test
  void addsPartsByWeight() {
    // u + 2 * (1 * (3 - 1) + 0.5 * (5 - 1))
    assertThat(combine(2, List.of(cond(0, 0, 1), cond(0, 1, 0.5), uncond(0)), 3, 5, 1))
        .containsExactly(9);
  }

  @Test
  void promptAloneStandsForBothWhenTheNegativeWasDropped() {
    assertThat(combine(7, List.of(cond(0, 0, 1)), 3)).containsExactly(3);
    // c0 + 0.5 * (c1 - c0)
    assertThat(combine(7, List.of(cond(0, 0, 1), cond(0, 1, 0.5)), 3, 5)).containsExactly(4);
  }

  @Test
  void keepsImagesApart() {
    assertThat(
            combine(2, List.of(cond(0, 0, 1), uncond(0), cond(1, 0, 1), uncond(1)), 3, 1, 10, 20))
        .containsExactly(5, 0);
  }

  private static Row cond(int image, int part, double weight) {
    return new Row(image, Role.COND, part, weight);
  }

  private static Row uncond(int image) {
    return new Row(image, Role.UNCOND, 0, 1);
  }

  private static float[] combine(double scale, List<Row> rows, float... denoised) {
    int images = rows.get(rows.size() - 1).image() + 1;
    Tensor combined = Tensor.zeros(images, 1, 1, 1);
    Tensor values = Tensor.of(denoised, rows.size(), 1, 1, 1);
    new ClassifierFreeGuidance()
        .combine(
            new CombineCall() {
              @Override
              public StepView step() {
                return new StepClock(1, 1);
              }

              @Override
              public int images() {
                return images;
              }

              @Override
              public int rows() {
                return rows.size();
              }

              @Override
              public Row row(int index) {
                return rows.get(index);
              }

              @Override
              public double scale() {
                return scale;
              }

              @Override
              public Tensor denoised() {
                return values;
              }

              @Override
              public Tensor combined() {
                return combined;
              }
            });
    return combined.data();
  }
}
