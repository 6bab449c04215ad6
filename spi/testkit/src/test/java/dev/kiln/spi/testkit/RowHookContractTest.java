package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.RowHook;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract passes a hook that keeps it and fails those that break it, each in its test. */
class RowHookContractTest {
  /** A hook from a factory; the options are empty. */
  abstract static class Case extends RowHookContract {
    record None() {}

    @Override
    protected Record options() {
      return new None();
    }
  }

  /** Leaves out the prompt's second part. */
  static class Good extends Case {
    @Override
    protected RowHook hook() {
      return pass ->
          Optional.of(
              plan -> {
                for (int row = 0; row < plan.size(); row++) {
                  if (plan.row(row).part() == 1) {
                    plan.drop(row);
                  }
                }
              });
    }
  }

  static class Idle extends Case {
    @Override
    protected RowHook hook() {
      return pass -> Optional.of(plan -> {});
    }
  }

  /** Counts on rows at fixed places, as if there were one image. */
  static class Last extends Case {
    @Override
    protected RowHook hook() {
      return pass ->
          Optional.of(
              plan -> {
                for (int row = 1; row < plan.size(); row++) {
                  plan.drop(row);
                }
              });
    }
  }

  @Test
  void aGoodHookPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void aHookThatLeavesNothingOutIsFound() {
    assertThat(ContractRun.breaks(Idle.class, "leavesRowsOut")).isTrue();
  }

  @Test
  void aHookThatLeavesAnImageWithoutRowsIsFound() {
    assertThat(ContractRun.breaks(Last.class, "rowsMayComeAndGo")).isTrue();
  }
}
