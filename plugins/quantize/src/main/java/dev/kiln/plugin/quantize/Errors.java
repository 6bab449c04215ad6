package dev.kiln.plugin.quantize;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How far quantized weights are off. */
final class Errors {
  private Errors() {}

  /**
   * Quantize rows on all processors.
   *
   * @param rows [outputs, inputs]
   * @param squared quantizes one row, and says the sum of the squares of what it is off by
   * @return the root of their sum, as a part of the weights' own
   */
  static double relative(float[] rows, int outputs, IntToDoubleFunction squared) {
    int inputs = rows.length / outputs;
    double[] off = new double[outputs];
    double[] own = new double[outputs];
    IntStream.range(0, outputs)
        .parallel()
        .forEach(
            output -> {
              off[output] = squared.applyAsDouble(output);
              for (int i = output * inputs; i < (output + 1) * inputs; i++) {
                own[output] += (double) rows[i] * rows[i];
              }
            });
    // Added in order, so that the same layers are left out each time.
    double all = IntStream.range(0, outputs).mapToDouble(output -> own[output]).sum();
    double wrong = IntStream.range(0, outputs).mapToDouble(output -> off[output]).sum();
    return all == 0 ? 0 : Math.sqrt(wrong / all);
  }
}
