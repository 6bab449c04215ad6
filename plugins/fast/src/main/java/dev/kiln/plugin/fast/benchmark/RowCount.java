package dev.kiln.plugin.fast.benchmark;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many rows the network was run on; one generation runs at a time. */
@Singleton
final class RowCount {
  private final AtomicBoolean counting = new AtomicBoolean();
  private final AtomicInteger rows = new AtomicInteger();

  /** Count from now on. */
  void begin() {
    counting.set(true);
    rows.set(0);
  }

  boolean counting() {
    return counting.get();
  }

  void add(int some) {
    rows.addAndGet(some);
  }

  int rows() {
    return rows.get();
  }
}
