package dev.kiln.plugin.freeu;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/** What a UNet has denoised so far, amplified. */
final class Backbone {
  /** Below it a map has no range that could be stretched: of one place, say. */
  private static final float LEAST_RANGE = 1e-6f;

  private Backbone() {}

  /**
   * The first half of the channels times (b - 1) * m + 1, with m the mean of all channels, in each
   * picture stretched to 0..1.
   *
   * @param hidden [batch, channels, height, width]
   * @return of the same shape
   */
  static Value amplified(GraphEditor editor, Value hidden, long channels, double b) {
    // The sum is stretched to the same map as the mean.
    Value sum = editor.sum(hidden, 1);
    Value places = editor.reshape(sum, 0, 1, -1);
    Value largest = editor.max(places, -1);
    Value smallest = negative(editor, editor.max(negative(editor, places), -1));
    Value range =
        editor.op("Max", editor.sub(largest, smallest), editor.constant(LEAST_RANGE, sum));
    Value map =
        editor.div(
            editor.sub(sum, editor.reshape(smallest, 0, 1, 1, 1)),
            editor.reshape(range, 0, 1, 1, 1));
    Value factor = editor.add(editor.mul(map, (float) (b - 1)), editor.constant(1, sum));
    long half = channels / 2;
    return editor.concat(
        1,
        editor.mul(editor.slice(hidden, 1, 0, half), factor),
        editor.slice(hidden, 1, half, channels));
  }

  private static Value negative(GraphEditor editor, Value x) {
    return editor.op("Neg", x);
  }
}
