package dev.kiln.plugin.guidancecutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeDenoiseCall;
import dev.kiln.spi.testkit.FakeStep;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the cosine of both predictions, worked out in double precision. */
class AlignmentTest {
  private static final int SIZE = 4 * 8 * 8;
  private final Random random = new Random(4);
  private final double[][] predictions = new double[3][SIZE];
  private final List<Row> rows =
      List.of(
          new Row(0, Row.Role.COND, 0, 0.8),
          new Row(0, Row.Role.COND, 1, 0.3),
          new Row(0, Row.Role.UNCOND, 0, 1));

  /** A network that predicts something else in each row. */
  private FakeDenoiseCall call() {
    Tensor sample = Tensor.zeros(3, 4, 8, 8);
    for (int row = 0; row < 3; row++) {
      for (int i = 0; i < SIZE; i++) {
        predictions[row][i] = random.nextGaussian() + (i % 3);
      }
    }
    return new FakeDenoiseCall(
        FakeStep.of(0, 10, 3),
        rows,
        Collections.nCopies(3, Tensor.zeros(77, 8)),
        sample,
        Tensor.like(sample),
        it -> {
          for (int i = 0; i < 3 * SIZE; i++) {
            it.denoised().data()[i] = (float) predictions[i / SIZE][i % SIZE];
          }
        });
  }

  private double cosine() {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < SIZE; i++) {
      double u = predictions[2][i];
      double c = u + 0.8 * (predictions[0][i] - u) + 0.3 * (predictions[1][i] - u);
      product += c * u;
      first += c * c;
      second += u * u;
    }
    return product / Math.sqrt(first) / Math.sqrt(second);
  }

  @Test
  void guidanceEndsFromTheCosineOn() {
    FakeDenoiseCall call = call();
    Alignment below = new Alignment(cosine() - 1e-4, 1);
    Alignment above = new Alignment(cosine() + 1e-4, 1);
    call.proceed();
    below.compare(call);
    above.compare(call);
    assertThat(below.reached(0)).isTrue();
    assertThat(above.reached(0)).isFalse();
  }
}
