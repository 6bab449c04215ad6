package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;

/** Where in its pass a generation is. Reused: read it, do not keep it. */
@ProvidedByHost
public interface StepView {
  /** The sampling step, from 0. */
  int step();

  /** How many steps the pass has. */
  int steps();

  /** How often the network was evaluated before in this pass, from 0: webUI's own step counter. */
  int evaluation();

  /** How many evaluations are expected: twice the steps for second-order samplers. */
  int evaluations();

  /** The noise level of this evaluation. */
  double sigma();
}
