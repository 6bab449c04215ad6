package dev.kiln.plugin.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackOptionsTest {
  private static double[] strengths(Curve curve) {
    LoopbackOptions options = new LoopbackOptions(5, 0.2, curve, "None");
    return IntStream.range(0, 5).mapToDouble(loop -> options.strength(loop, 0.6)).toArray();
  }

  /** 0.6 - 0.4 f(i / 4), with f linear, the first quarter of a sine, and 1 - that of a cosine. */
  @Test
  void theStrengthGoesFromTheRequestsToTheFinalOne() {
    assertThat(strengths(Curve.LINEAR))
        .containsExactly(new double[] {0.6, 0.5, 0.4, 0.3, 0.2}, within(1e-12));
    assertThat(strengths(Curve.AGGRESSIVE))
        .containsExactly(
            new double[] {0.6, 0.446926627053964, 0.317157287525381, 0.230448186995485, 0.2},
            within(1e-12));
    assertThat(strengths(Curve.LAZY))
        .containsExactly(
            new double[] {0.6, 0.569551813004515, 0.482842712474619, 0.353073372946036, 0.2},
            within(1e-12));
  }

  @Test
  void oneLoopIsAsIfThereWereNone() {
    assertThat(new LoopbackOptions(1, 0.2, Curve.LAZY, "").strength(0, 0.6)).isEqualTo(0.6);
  }

  @Test
  void nobodyDescribesPictures() {
    assertThatThrownBy(() -> new LoopbackOptions(4, 0.5, Curve.LINEAR, "CLIP"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "loopback: append_interrogation is \"CLIP\"; Kiln describes no pictures, so it must be None");
  }
}
