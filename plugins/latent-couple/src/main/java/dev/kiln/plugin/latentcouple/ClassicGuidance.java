package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.hook.Guidance;
import java.util.Arrays;

/**
 * opparco's two-shot as one formula: u + s·sum over parts of w·f·(x - u), with u the prediction of
 * the negative prompt, x that of a part, w the part's AND weight, f its region's map, s the
 * guidance scale. Once regions have ended f is 1. Where u was not computed, the first row stands
 * for it and s is 1, as in webUI.
 */
final class ClassicGuidance implements Guidance {
  private final ClassicRows rows;

  /** The row of each part in the image at hand; -1 where it is not computed. */
  private final int[] rowOf;

  private final float[] everywhere;

  ClassicGuidance(ClassicRows rows) {
    this.rows = rows;
    this.rowOf = new int[rows.parts()];
    this.everywhere = new float[rows.map(0).length];
    Arrays.fill(everywhere, 1);
  }

  @Override
  public void combine(CombineCall call) {
    int start = 0;
    for (int image = 0; image < call.images(); image++) {
      int end = start;
      while (end < call.rows() && call.row(end).image() == image) {
        end++;
      }
      combine(call, image, start, end);
      start = end;
    }
  }

  private void combine(CombineCall call, int image, int start, int end) {
    Arrays.fill(rowOf, -1);
    for (int row = start; row < end; row++) {
      if (call.row(row).role() == Role.COND) {
        rowOf[call.row(row).part()] = row;
      }
    }
    boolean negative = call.row(end - 1).role() == Role.UNCOND;
    int base = negative ? end - 1 : start;
    int size = call.combined().rowSize();
    System.arraycopy(
        call.denoised().data(), base * size, call.combined().data(), image * size, size);
    for (int part = 0; part < rows.parts(); part++) {
      int source = rows.standIn(part) >= 0 ? rowOf[rows.standIn(part)] : -1;
      if (source >= 0 && source != base) {
        float factor = (float) (rows.weight(part) * (negative ? call.scale() : 1));
        add(call, image, source, base, factor, rows.regional() ? rows.map(part) : everywhere);
      }
    }
  }

  private static void add(
      CombineCall call, int image, int source, int base, float factor, float[] map) {
    int size = call.combined().rowSize();
    float[] denoised = call.denoised().data();
    float[] out = call.combined().data();
    for (int plane = 0; plane < size; plane += map.length) {
      int x = source * size + plane;
      int u = base * size + plane;
      int to = image * size + plane;
      for (int i = 0; i < map.length; i++) {
        out[to + i] += factor * map[i] * (denoised[x + i] - denoised[u + i]);
      }
    }
  }
}
