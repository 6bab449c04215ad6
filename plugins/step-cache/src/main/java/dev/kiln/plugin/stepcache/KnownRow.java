package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Which row it is that something is kept of. */
abstract class KnownRow {
  private @Nullable Row row;
  private @Nullable Tensor condition;

  /** A condition is compared by identity: prompt schedules swap whole tensors. */
  final boolean holds(Row wanted, Tensor under) {
    return wanted.equals(row) && condition == under;
  }

  final boolean free() {
    return row == null;
  }

  final void forget() {
    row = null;
    condition = null;
  }

  /** Be another row from now on, of which nothing is known. */
  final void take(Row wanted, Tensor under, float[] sample, int offset) {
    row = wanted;
    condition = under;
    begin(sample, offset);
  }

  /** What was kept is another row's. */
  abstract void begin(float[] sample, int offset);
}
