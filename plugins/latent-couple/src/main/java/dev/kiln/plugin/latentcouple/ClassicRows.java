package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * Which rows one evaluation of the classic mode computes, and whose prediction stands for a part
 * that is not computed. Made once for a pass; the row filter writes it, the guidance reads it.
 */
final class ClassicRows {
  /** Stands for the negative prompt's row. */
  static final int NEGATIVE = -1;

  /** The part is not drawn in this evaluation. */
  static final int NOWHERE = -2;

  private final RegionPlan plan;
  private final Filters filters;
  private final SamplingStep clock = new SamplingStep();
  private final int[] standIns;
  private final double[] weights;
  private final boolean[] nowhere;
  private boolean regional;
  private boolean guiding;

  private ClassicRows(RegionPlan plan, Filters filters) {
    this.plan = plan;
    this.filters = filters;
    int parts = plan.parts() + (plan.merged() ? 1 : 0);
    this.standIns = new int[parts];
    this.weights = new double[parts];
    this.nowhere = new boolean[plan.parts()];
    for (int part = 0; part < nowhere.length; part++) {
      nowhere[part] = filters.nowhere(part);
    }
  }

  /** Those of a pass, which its hooks share. */
  static ClassicRows of(RegionPlan plan, PassContext pass) {
    Filters filters = plan.filters(pass);
    ClassicRows rows =
        pass.kept(ClassicRows.class)
            .filter(known -> !known.guiding && known.filters == filters)
            .orElseGet(() -> new ClassicRows(plan, filters));
    pass.keep(rows);
    return rows;
  }

  /** This plugin's guidance combines the rows of this pass: only then may some be left out. */
  void guide() {
    guiding = true;
  }

  int parts() {
    return standIns.length;
  }

  /** The part whose prediction is a part's; {@link #NEGATIVE} or {@link #NOWHERE}. */
  int standIn(int part) {
    return standIns[part];
  }

  double weight(int part) {
    return weights[part];
  }

  /** Whether parts are drawn in their regions in this evaluation; everywhere otherwise. */
  boolean regional() {
    return regional;
  }

  float[] map(int part) {
    return filters.maps().get(part);
  }

  /** Drop what need not be computed. */
  void filter(RowPlan rows) {
    regional = clock.of(rows.step()) < plan.options().endAtStep();
    int start = 0;
    for (int row = 1; row <= rows.size(); row++) {
      if (row == rows.size() || rows.row(row).image() != rows.row(start).image()) {
        filter(rows, start, row);
        start = row;
      }
    }
  }

  /** The rows of one image, its negative prompt last. */
  private void filter(RowPlan rows, int start, int end) {
    Arrays.fill(standIns, NOWHERE);
    boolean negative = !rows.dropped(end - 1) && rows.row(end - 1).role() == Row.Role.UNCOND;
    for (int row = start; row < end; row++) {
      Row it = rows.row(row);
      if (it.role() == Row.Role.COND) {
        weights[it.part()] = it.weight();
        // Without the negative prompt, the first part stands for it.
        boolean first = !negative && row == start;
        if (!first && !drawn(it.part())) {
          rows.drop(row);
        } else if (!rows.dropped(row)) {
          standIns[it.part()] =
              guiding ? same(rows, start, row, negative ? end - 1 : -1) : row - start;
          if (standIns[it.part()] != row - start) {
            rows.drop(row);
          }
        }
      }
    }
  }

  private boolean drawn(int part) {
    boolean merged = part == plan.parts();
    if (!guiding) {
      return !merged;
    } else if (regional) {
      return !merged && weights[part] != 0 && !nowhere[part];
    }
    return merged || !plan.merged() && weights[part] != 0;
  }

  /** The first row of an image that is computed from the same condition, as a part. */
  private int same(RowPlan rows, int start, int row, int negative) {
    Tensor condition = rows.conditioning(row);
    if (negative >= 0 && equal(condition, rows.conditioning(negative))) {
      return NEGATIVE;
    }
    for (int other = start; other < row; other++) {
      if (!rows.dropped(other) && equal(condition, rows.conditioning(other))) {
        return other - start;
      }
    }
    return row - start;
  }

  private static boolean equal(Tensor a, Tensor b) {
    return a == b || Arrays.equals(a.data(), b.data());
  }
}
