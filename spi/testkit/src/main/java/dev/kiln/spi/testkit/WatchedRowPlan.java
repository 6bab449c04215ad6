package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/** A plan from which rows may be dropped during one {@code filter} only. */
final class WatchedRowPlan extends Watched<RowPlan> implements RowPlan {
  WatchedRowPlan(RowPlan plan) {
    super(plan, "RowPlan is valid during filter");
  }

  @Override
  public StepView step() {
    return valid().step();
  }

  @Override
  public int size() {
    return valid().size();
  }

  @Override
  public Row row(int index) {
    return valid().row(index);
  }

  @Override
  public boolean dropped(int index) {
    return valid().dropped(index);
  }

  @Override
  public Tensor conditioning(int index) {
    return valid().conditioning(index);
  }

  @Override
  public void drop(int index) {
    valid().drop(index);
  }
}
