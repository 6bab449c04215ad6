package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The rows that the next evaluation is about to compute. Reused: do not keep it. */
@ProvidedByHost
public interface RowPlan {
  StepView step();

  /** How many rows there are, dropped ones included: their indices do not move. */
  int size();

  Row row(int index);

  boolean dropped(int index);

  /** The condition of a row in this evaluation, [tokens, width]. Shared: do not change it. */
  Tensor conditioning(int index);

  /** Leave a row out of this evaluation. Dropping a dropped row is allowed. */
  void drop(int index);
}
