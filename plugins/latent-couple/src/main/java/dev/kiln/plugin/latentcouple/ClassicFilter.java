package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.hook.RowFilter;

/** Leaves out rows that would be computed for nothing or twice. */
record ClassicFilter(ClassicRows rows) implements RowFilter {
  @Override
  public void filter(RowPlan plan) {
    rows.filter(plan);
  }
}
