package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one evaluation, for tests that call a row filter directly. */
public record FakeRowPlan(StepView step, List<Row> rows, BitSet left) implements RowPlan {
  private static final Tensor CONDITION = Tensor.zeros(77, 8);

  public FakeRowPlan(StepView step, Row... rows) {
    this(step, List.of(rows), new BitSet());
  }

  /** The rows that are still to be computed. */
  public List<Row> kept() {
    return IntStream.range(0, size()).filter(i -> !dropped(i)).mapToObj(rows::get).toList();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Row row(int index) {
    return rows.get(index);
  }

  @Override
  public boolean dropped(int index) {
    return left.get(index);
  }

  /** All rows have one condition. */
  @Override
  public Tensor conditioning(int index) {
    return CONDITION;
  }

  @Override
  public void drop(int index) {
    left.set(index);
  }
}
