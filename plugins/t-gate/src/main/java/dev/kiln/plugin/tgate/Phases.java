package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.StepView;

/**
 * What T-GATE's second version keeps in which step: before the gate it plans what is drawn, from
 * the gate on it improves fidelity.
 */
record Phases(TGateOptions options) {
  /** The first step behind the gate. */
  private long gate(StepView step) {
    return Math.round(options.gate() * step.steps());
  }

  /** Whether a step is behind the gate. */
  boolean behind(StepView step) {
    return step.step() >= gate(step);
  }

  /**
   * Whether the next step may be behind the gate: what is kept is then the mean of a prompt's rows,
   * as the negative prompt's are left out.
   */
  boolean last(StepView step) {
    return step.step() >= gate(step) - 1;
  }

  /** Whether a step reads the self-attention of an earlier one, if there is any. */
  boolean keepsSelf(StepView step) {
    if (behind(step)) {
      return step.step() % options.fiInterval() != 0;
    }
    return !last(step) && step.step() > options.warmUp() && step.step() % options.spInterval() != 0;
  }
}
