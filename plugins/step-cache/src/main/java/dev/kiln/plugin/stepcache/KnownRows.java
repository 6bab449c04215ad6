package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the last evaluation. They are found by what they are, not by their place, as rows
 * come and go. Grows when a call has more rows than any before; else allocates nothing.
 *
 * @param <R> what is kept of a row
 */
class KnownRows<R extends KnownRow> {
  private final int size;
  private final Supplier<R> maker;
  private final List<R> rows = new ArrayList<>();
  private final List<@Nullable R> found = new ArrayList<>();

  /**
   * @param capacity how many rows are expected
   * @param size how many values a row has
   */
  KnownRows(int capacity, int size, Supplier<R> maker) {
    this.size = size;
    this.maker = maker;
    grow(capacity);
  }

  private void grow(int capacity) {
    while (rows.size() < capacity) {
      rows.add(maker.get());
      found.add(null);
    }
  }

  final int size() {
    return size;
  }

  /** What is kept of a row of the call at hand; null before it is claimed. */
  final @Nullable R row(int index) {
    return found.get(index);
  }

  /** Look up the rows of a call: whether all of them, under the same conditions, are known. */
  final boolean find(DenoiseCall call) {
    grow(call.rows());
    boolean all = true;
    for (int i = 0; i < call.rows(); i++) {
      found.set(i, null);
      for (int known = 0; known < rows.size(); known++) {
        if (rows.get(known).holds(call.row(i), call.conditioning(i))) {
          found.set(i, rows.get(known));
        }
      }
      all &= found.get(i) != null;
    }
    return all;
  }

  /** Make place for the rows that were not found; forget those that are not in this call. */
  final void claim(DenoiseCall call) {
    for (int known = 0; known < rows.size(); known++) {
      if (!inCall(rows.get(known), call.rows())) {
        rows.get(known).forget();
      }
    }
    for (int i = 0; i < call.rows(); i++) {
      if (found.get(i) == null) {
        R row = free();
        row.take(call.row(i), call.conditioning(i), call.sample().data(), i * size);
        found.set(i, row);
      }
    }
  }

  private boolean inCall(R row, int count) {
    for (int i = 0; i < count; i++) {
      if (found.get(i) == row) {
        return true;
      }
    }
    return false;
  }

  private R free() {
    int i = 0;
    while (!rows.get(i).free()) {
      i++;
    }
    return rows.get(i);
  }
}
