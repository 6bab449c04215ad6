package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.testkit.FakeStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhasesTest {
  /** What the authors' tgate 1.0.0 says for each step, recorded. */
  @ParameterizedTest
  @CsvSource({
    "0.4, 5, 1, 2, ...ss.sssmccccccccccccccc",
    "0.4, 5, 2, 2, ...ss.smcBcBcBcBcBcB",
    "0.5, 3, 3, 0, .ss.smcBBcBB",
    "0.4, 5, 4, 5, ...mcBBBcB",
    "1.0, 4, 1, 1, ..ss.sss.m"
  })
  void theyAreTheAuthors(double gate, int sp, int fi, int warmUp, String wanted) {
    Phases phases = new Phases(new TGateOptions(gate, sp, fi, warmUp));
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < wanted.length(); i++) {
      found.append(said(phases, FakeStep.of(i, wanted.length(), 3)));
    }
    assertThat(found).hasToString(wanted);
  }

  /** m: means are kept; c and s: cross- and self-attention are read; B: both. */
  private static char said(Phases phases, StepView step) {
    boolean self = phases.keepsSelf(step);
    if (phases.behind(step)) {
      return self ? 'B' : 'c';
    }
    return phases.last(step) ? 'm' : self ? 's' : '.';
  }
}
