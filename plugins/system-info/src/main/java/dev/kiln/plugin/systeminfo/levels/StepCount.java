package dev.kiln.plugin.systeminfo.levels;

/** The extension's names for numbers of steps. */
enum StepCount {
  TURBO(10),
  DEFAULT(20),
  LONG(50);

  private final int steps;

  StepCount(int steps) {
    this.steps = steps;
  }

  int steps() {
    return steps;
  }
}
