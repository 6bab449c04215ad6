package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PictureGuidanceTest {
  private static final Offset<Float> ROUNDING = within(1e-5f);

  /** Prompt, negative prompt and the latter without the picture, of two images, two values each. */
  private static final Tensor DENOISED =
      Tensor.of(new float[] {3, -1, 1, 4, 2, 7, 5, 6, -3, 0, 1, 1}, 6, 2, 1, 1);

  private static RowSet rows(boolean blind) {
    Conditions.Timeline timeline =
        new Conditions.Timeline(List.of(new Conditions.Entry(99, Tensor.zeros(1, 1))));
    Conditions one = new Conditions(List.of(new Conditions.Part(1, timeline)), timeline);
    RowSet rows = new RowSet(new StepClock(1, 1), Collections.nCopies(2, one), false, blind);
    rows.reset();
    return rows;
  }

  /** u + s(c - i) + k(i - u), with c, i and u of the first and of the second image. */
  @Test
  void theUsualGuidanceOfWhatIsFoldedIsThatOfThreeRows() {
    RowSet rows = rows(true);
    rows.settle();
    Tensor folded = new PictureGuidance(rows, 1.5).folded(DENOISED);
    assertThat(folded.shape()).containsExactly(4, 2, 1, 1);
    float[] x = DENOISED.data();
    for (int image = 0; image < 2; image++) {
      for (int i = 0; i < 2; i++) {
        float c = x[6 * image + i];
        float seen = x[6 * image + 2 + i];
        float u = x[6 * image + 4 + i];
        float prompt = folded.data()[4 * image + i];
        float negative = folded.data()[4 * image + 2 + i];
        assertThat(negative + 6 * (prompt - negative))
            .isCloseTo(u + 6 * (c - seen) + 1.5f * (seen - u), ROUNDING);
      }
    }
  }

  @Test
  void withoutTheNegativePromptThePromptStandsAlone() {
    RowSet rows = rows(true);
    rows.drop(1);
    rows.settle();
    assertThat(rows.activeCount()).isEqualTo(4);
    assertThat(rows.active(0).role()).isEqualTo(Role.COND);
    assertThat(rows.guidedCount()).isEqualTo(3);
    Tensor denoised = Tensor.of(new float[] {3, -1, 5, 6, -3, 0, 1, 1}, 4, 2, 1, 1);
    Tensor folded = new PictureGuidance(rows, 2).folded(denoised);
    assertThat(folded.data()).containsExactly(new float[] {3, -1, 1, 5, -7, -1}, ROUNDING);
  }

  @Test
  void aRowCannotBeLeftOutAlone() {
    RowSet rows = rows(true);
    rows.drop(2);
    rows.settle();
    assertThat(rows.activeCount()).isEqualTo(6);
  }

  @Test
  void otherModelsHaveTheirRowsAsTheyAre() {
    RowSet rows = rows(false);
    rows.settle();
    Tensor denoised = Tensor.zeros(4, 2, 1, 1);
    assertThat(new PictureGuidance(rows, 1).folded(denoised)).isSameAs(denoised);
  }
}
