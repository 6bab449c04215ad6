package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmphasisTest {
  private final List<PromptChunk> chunks = List.of(new PromptChunk(List.of(1, 2), List.of(1f, 2f)));

  @Test
  void originalKeepsTheMean() {
    Tensor embedding = embedding();
    Emphasis.apply(EmphasisMode.ORIGINAL, embedding, chunks);
    // (1, 2, 6, 8) has mean 4.25 instead of 2.5.
    float back = 2.5f / 4.25f;
    assertThat(embedding.data())
        .containsExactly(new float[] {back, 2 * back, 6 * back, 8 * back}, within(1e-6f));
  }

  @Test
  void noNormOnlyScales() {
    Tensor embedding = embedding();
    Emphasis.apply(EmphasisMode.NO_NORM, embedding, chunks);
    assertThat(embedding.data()).containsExactly(1, 2, 6, 8);
  }

  @Test
  void ignoreLeavesAllAsItIs() {
    Tensor embedding = embedding();
    Emphasis.apply(EmphasisMode.IGNORE, embedding, chunks);
    assertThat(embedding.data()).containsExactly(1, 2, 3, 4);
  }

  private static Tensor embedding() {
    return Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
  }
}
