package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.StepView;

/**
 * The part of the steps in which a unit acts.
 *
 * @param start fraction of the steps, 0..1
 * @param end fraction of the steps, not before the start
 */
record Window(double start, double end) {
  /** As webUI counts: both ends are within. */
  boolean holds(StepView step) {
    double done = (double) step.step() / step.steps();
    return done >= start && done <= end;
  }
}
