package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.Support;
import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceProvider;

/**
 * Ho and Salimans (2022), with composed prompts after Liu et al. (2022): u + sum over parts of
 * weight * scale * (c - u). Where the negative prompt was not computed, the first part stands for u
 * and the scale is 1, as in webUI.
 */
public final class ClassifierFreeGuidance implements GuidanceProvider, Guidance {
  /** The name by which a request chooses it. */
  public static final String NAME = "classifier-free";

  @Override
  public Support supports(PassContext pass) {
    return Support.yes("the host's own");
  }

  @Override
  public Guidance open(PassContext pass) {
    return this;
  }

  @Override
  public void combine(CombineCall call) {
    int row = 0;
    for (int image = 0; image < call.images(); image++) {
      int end = row;
      while (end < call.rows() && call.row(end).image() == image) {
        end++;
      }
      combine(call, image, row, end);
      row = end;
    }
  }

  private static void combine(CombineCall call, int image, int first, int end) {
    int size = call.combined().rowSize();
    float[] denoised = call.denoised().data();
    float[] out = call.combined().data();
    int to = image * size;
    boolean negative = call.row(end - 1).role() == Role.UNCOND;
    int base = (negative ? end - 1 : first) * size;
    System.arraycopy(denoised, base, out, to, size);
    for (int row = first; row < end; row++) {
      Row part = call.row(row);
      if (part.role() == Role.COND && row * size != base) {
        float factor = (float) (part.weight() * (negative ? call.scale() : 1));
        int from = row * size;
        for (int i = 0; i < size; i++) {
          out[to + i] += factor * (denoised[from + i] - denoised[base + i]);
        }
      }
    }
  }
}
