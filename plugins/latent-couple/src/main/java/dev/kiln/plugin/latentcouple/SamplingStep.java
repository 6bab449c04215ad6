package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.StepView;

/**
 * webUI's {@code sampling_step}: the step that was told last. A sampler tells a step after its
 * first evaluation, so that this evaluation still sees the step before.
 */
final class SamplingStep {
  private int last = -1;

  /** To be asked once for each evaluation of a pass. */
  int of(StepView step) {
    boolean first = step.step() != last;
    last = step.step();
    return first ? Math.max(0, last - 1) : last;
  }
}
