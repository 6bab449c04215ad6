package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.tensor.Tensor;

/**
 * Where one class is. Two numbers for each place are enough to enlarge it smoothly, where all
 * logits would be a hundred times as many.
 *
 * @param lead how far its logit is above the highest of the others
 * @param chance its probability, 0..1
 */
record ClassMap(Plane lead, Plane chance) {
  /**
   * @param logits [1, classes, height, width]
   */
  ClassMap(Tensor logits, int kind) {
    this(plane(logits), plane(logits));
    int size = lead.values().length;
    for (int i = 0; i < size; i++) {
      float own = logits.data()[kind * size + i];
      float others = Float.NEGATIVE_INFINITY;
      double sum = 0;
      for (int other = 0; other < logits.dim(1); other++) {
        float logit = logits.data()[other * size + i];
        sum += Math.exp(logit - own);
        others = other == kind ? others : Math.max(others, logit);
      }
      lead.values()[i] = Math.min(Float.MAX_VALUE, own - others);
      chance.values()[i] = (float) (1 / sum);
    }
  }

  private static Plane plane(Tensor logits) {
    return new Plane(logits.dim(3), logits.dim(2), new float[logits.dim(2) * logits.dim(3)]);
  }
}
