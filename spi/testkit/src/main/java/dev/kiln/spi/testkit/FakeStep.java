package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.StepView;

/** A place in a pass, for tests that call a hook directly. */
public record FakeStep(int step, int steps, int evaluation, int evaluations, double sigma)
    implements StepView {
  /** A step of a sampler that evaluates once a step. */
  public static FakeStep of(int step, int steps, double sigma) {
    return new FakeStep(step, steps, step, steps, sigma);
  }
}
