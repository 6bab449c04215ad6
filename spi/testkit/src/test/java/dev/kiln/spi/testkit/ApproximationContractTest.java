package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.index.PluginOptions.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract passes a plugin that keeps it and fails those that break it, each in its test. */
class ApproximationContractTest {
  record Knob(double late) {}

  /** Leaves the negative prompt out of the last part of the steps. */
  static class Good extends ApproximationContract {
    @Override
    protected List<HookPoint> hooks() {
      return List.of((RowHook) this::opened);
    }

    Optional<RowFilter> opened(PassContext pass) {
      return pass.options(Knob.class).filter(it -> it.late() > 0).map(it -> filter(it, pass));
    }

    RowFilter filter(Knob knob, PassContext pass) {
      pass.infotext("Late", Double.toString(knob.late()));
      return plan -> {
        if (plan.step().step() >= plan.step().steps() * from(knob)) {
          drop(plan);
        }
      };
    }

    /** The fraction of the steps from which on rows are dropped. */
    double from(Knob knob) {
      return 1 - knob.late();
    }

    private static void drop(RowPlan plan) {
      for (int row = 0; row < plan.size(); row++) {
        if (plan.row(row).role() == Row.Role.UNCOND) {
          plan.drop(row);
        }
      }
    }

    @Override
    protected Class<? extends Record> options() {
      return Knob.class;
    }

    @Override
    OptionsIndex index() {
      FieldIndex late =
          new FieldIndex(
              "late", "double", "Late", "", 0.5, 0.0, 1.0, null, List.of(), List.of(), List.of(),
              "Late", 0.0);
      return new OptionsIndex(
          "Knob", Scope.REQUEST, "", List.of(), List.of(), List.of(), List.of(), List.of(late));
    }
  }

  static class ActsWhenExact extends Good {
    @Override
    Optional<RowFilter> opened(PassContext pass) {
      return pass.options(Knob.class).map(it -> filter(it, pass));
    }
  }

  static class TheOtherWayRound extends Good {
    @Override
    double from(Knob knob) {
      return knob.late();
    }
  }

  static class SaysHalf extends Good {
    @Override
    RowFilter filter(Knob knob, PassContext pass) {
      RowFilter filter = super.filter(knob, pass);
      pass.infotext("Late", Double.toString(knob.late() / 2));
      return filter;
    }
  }

  @Test
  void aGoodApproximationPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void oneThatTakesPartWhenItIsExactIsFound() {
    assertThat(
            ContractRun.breaks(
                ActsWhenExact.class, "withAllKnobsExactNoBitChangesAndNothingIsSaid"))
        .isTrue();
  }

  @Test
  void oneThatSavesLessTheFurtherItGoesIsFound() {
    assertThat(ContractRun.breaks(TheOtherWayRound.class, "theFurtherAKnobTheLessItCosts"))
        .isTrue();
  }

  @Test
  void oneWhosePictureCannotBeDrawnAgainIsFound() {
    assertThat(ContractRun.breaks(SaysHalf.class, "whatItWritesDrawsTheSamePictureAgain")).isTrue();
  }
}
