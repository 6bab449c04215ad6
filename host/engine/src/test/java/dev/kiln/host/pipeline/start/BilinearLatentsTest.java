package dev.kiln.host.pipeline.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BilinearLatentsTest {
  /** Numbers of torch.nn.functional.interpolate(mode="bilinear"). */
  @Test
  void latentsAreResizedBetweenTheirCenters() {
    Tensor square = Tensor.of(new float[] {0, 1, 2, 3, 10, 10, 10, 10}, 1, 2, 2, 2);
    Tensor larger = BilinearLatents.resize(square, 2, 4);
    assertThat(larger.shape()).containsExactly(1, 2, 2, 4);
    assertThat(larger.data())
        .containsExactly(0, .25f, .75f, 1, 2, 2.25f, 2.75f, 3, 10, 10, 10, 10, 10, 10, 10, 10);
    Tensor line = Tensor.of(new float[] {0, 1, 2, 3}, 1, 1, 1, 4);
    assertThat(BilinearLatents.resize(line, 1, 2).data()).containsExactly(.5f, 2.5f);
  }
}
