package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.Support;
import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceProvider;

/**
 * two_shot.py as it is: each part's prediction is blended with the negative prompt's by its filter,
 * then webUI combines. The first and the fourth part are everywhere, the second on the left, the
 * others on the right.
 */
record NaiveTwoShot(double[] weights) implements GuidanceProvider, Guidance {
  @Override
  public Support supports(PassContext pass) {
    return Support.yes("the test asks for it");
  }

  @Override
  public Guidance open(PassContext pass) {
    return this;
  }

  private double filter(int part, int cell) {
    boolean left = cell % 8 < 4;
    boolean inside = part == 0 || part == 3 || (part == 1) == left;
    return inside ? weights[part] : 0;
  }

  @Override
  public void combine(CombineCall call) {
    int size = call.combined().rowSize();
    float[] x = call.denoised().data();
    int u = (call.rows() - 1) * size;
    for (int i = 0; i < size; i++) {
      double sum = x[u + i];
      for (int row = 0; row < call.rows() - 1; row++) {
        Row part = call.row(row);
        double f = filter(part.part(), i % 64);
        double blended = f * x[row * size + i] + (1 - f) * x[u + i];
        sum += part.weight() * call.scale() * (blended - x[u + i]);
      }
      call.combined().data()[i] = (float) sum;
    }
  }
}
