package dev.kiln.plugin.systeminfo.levels;

import java.util.List;

/** The extension's names for the batches that are measured. */
enum Level {
  QUICK(1),
  NORMAL(1, 2, 4),
  EXTENSIVE(1, 2, 4, 8, 16),
  LUDICROUS(1, 2, 4, 8, 16, 32, 64);

  private final List<Integer> batches;

  Level(Integer... batches) {
    this.batches = List.of(batches);
  }

  /** Pictures that are made at once, from small to large. */
  List<Integer> batches() {
    return batches;
  }
}
