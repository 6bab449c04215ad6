package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Brooks et al. (2022), as webUI has it: u + s(c - i) + k(i - u), where u is the negative prompt
 * without the picture, i with it, c the prompt, s the guidance scale, k that of the picture. With
 * (k - 1)(i - u) added to c and i this is the usual guidance of these two, so that every guidance
 * works for it. Tensors are used again.
 */
final class PictureGuidance {
  private final RowSet rows;
  private final double scale;
  private final @Nullable Tensor[] byRows;

  /**
   * @param scale k
   */
  PictureGuidance(RowSet rows, double scale) {
    this.rows = rows;
    this.scale = scale;
    this.byRows = new Tensor[rows.size() + 1];
  }

  /**
   * @param denoised of all rows, [rows, channels, height/8, width/8]
   * @return of those that guidance sees; the same where it sees all
   */
  Tensor folded(Tensor denoised) {
    if (rows.guidedCount() == rows.activeCount()) {
      return denoised;
    }
    int size = denoised.rowSize();
    Tensor folded = tensor(rows.guidedCount(), denoised);
    int end = 0;
    for (int row = 0; row < rows.activeCount(); row++) {
      if (rows.active(row).role() == Role.BLIND) {
        int image = rows.active(row).image();
        for (int to = end - 1; to >= 0 && rows.guided(to).image() == image; to--) {
          fold(denoised.data(), row * size, folded.data(), to * size, size);
        }
      } else {
        System.arraycopy(denoised.data(), row * size, folded.data(), end++ * size, size);
      }
    }
    return folded;
  }

  /** The negative prompt with the picture lies before the one without it. */
  private void fold(float[] denoised, int blind, float[] folded, int to, int size) {
    float share = (float) (scale - 1);
    for (int i = 0; i < size; i++) {
      folded[to + i] += share * (denoised[blind - size + i] - denoised[blind + i]);
    }
  }

  private Tensor tensor(int count, Tensor denoised) {
    Tensor known = byRows[count];
    if (known == null) {
      known = Tensor.zeros(count, denoised.dim(1), denoised.dim(2), denoised.dim(3));
      byRows[count] = known;
    }
    return known;
  }
}
