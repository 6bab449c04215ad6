package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmphasisTest {
  private static final int WIDTH = 3;

  @Test
  void noneAndIgnoreLeaveEmbeddingsAlone() {
    for (EmphasisMode mode : List.of(EmphasisMode.NONE, EmphasisMode.IGNORE)) {
      Tensor embeddings = ramp(1);
      new Emphasis(mode).apply(List.of(chunk(2)), embeddings);
      assertThat(embeddings.data()).isEqualTo(ramp(1).data());
    }
  }

  @Test
  void noNormScalesTheTokensOnly() {
    Tensor embeddings = ramp(2);
    new Emphasis(EmphasisMode.NO_NORM).apply(List.of(chunk(1), chunk(2)), embeddings);
    float[] expected = ramp(2).data();
    for (int i = 0; i < WIDTH; i++) {
      expected[78 * WIDTH + i] *= 2;
    }
    assertThat(embeddings.data()).isEqualTo(expected);
  }

  @Test
  void originalKeepsTheMeanOfEachChunk() {
    Tensor embeddings = ramp(2);
    new Emphasis(EmphasisMode.ORIGINAL).apply(List.of(chunk(1), chunk(2)), embeddings);

    float[] before = ramp(2).data();
    double plain = sum(before, 77 * WIDTH, 154 * WIDTH);
    double emphasized = plain + sum(before, 78 * WIDTH, 79 * WIDTH);
    assertThat(embeddings.data()[0]).isEqualTo(before[0]);
    assertThat((double) embeddings.data()[78 * WIDTH])
        .isCloseTo(before[78 * WIDTH] * 2 * plain / emphasized, within(1e-4));
    assertThat((double) embeddings.data()[100 * WIDTH])
        .isCloseTo(before[100 * WIDTH] * plain / emphasized, within(1e-4));
    assertThat(sum(embeddings.data(), 77 * WIDTH, 154 * WIDTH)).isCloseTo(plain, within(1e-1));
  }

  @Test
  void originalKeepsTheMeanOverAllTextsOfASchedule() {
    Tensor first = ramp(1);
    Tensor second = ramp(1);
    new Emphasis(EmphasisMode.ORIGINAL)
        .apply(List.of(List.of(chunk(1)), List.of(chunk(2))), List.of(first, second));

    double plain = 2 * sum(ramp(1).data(), 0, 77 * WIDTH);
    double emphasized = plain + sum(ramp(1).data(), WIDTH, 2 * WIDTH);
    assertThat((double) first.data()[0]).isCloseTo(plain / emphasized, within(1e-6));
    assertThat((double) second.data()[WIDTH]).isCloseTo(8 * plain / emphasized, within(1e-5));
  }

  @Test
  void originalWithoutAnyMeanLeavesFiniteNumbers() {
    Tensor embeddings = Tensor.zeros(77, WIDTH);
    new Emphasis(EmphasisMode.ORIGINAL).apply(List.of(chunk(2)), embeddings);
    assertThat(embeddings.data()).containsOnly(0f);
  }

  /** The token after the start has the weight. */
  private static PromptChunk chunk(float weight) {
    List<Float> weights = new ArrayList<>(Collections.nCopies(77, 1f));
    weights.set(1, weight);
    return new PromptChunk(Collections.nCopies(77, 0), weights);
  }

  /** Values 1, 2, 3, ... */
  private static Tensor ramp(int chunks) {
    Tensor ramp = Tensor.zeros(chunks * 77, WIDTH);
    for (int i = 0; i < ramp.size(); i++) {
      ramp.data()[i] = i + 1;
    }
    return ramp;
  }

  private static double sum(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }
}
