package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every noise schedule promises: extend it in the plugin's tests. */
public abstract class ScheduleContract {
  private static final double LARGEST = 14.6;
  private static final double SMALLEST = 0.03;

  protected abstract ScheduleProvider schedule();

  private ScheduleInfo info() {
    return Declared.schedule(schedule());
  }

  private double[] sigmas(int steps, SigmaTable table) {
    return schedule().sigmas(new ScheduleCall(steps, SMALLEST, LARGEST, info().rho(), table));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 20, 150})
  void itsLevelsDescendToZeroInAsManySteps(int steps) {
    double[] sigmas = sigmas(steps, FakeSamplerRun.TABLE);
    assertThat(sigmas).hasSize(steps + 1);
    assertThat(sigmas[steps]).isZero();
    assertThat(sigmas[0]).isLessThanOrEqualTo(LARGEST * (1 + 1e-9));
    for (int i = 0; i < steps; i++) {
      assertThat(sigmas[i]).isFinite().isGreaterThan(sigmas[i + 1]);
    }
  }

  @Test
  void itGivesTheSameEachTime() {
    assertThat(sigmas(20, FakeSamplerRun.TABLE)).isEqualTo(sigmas(20, FakeSamplerRun.TABLE));
  }

  @Test
  void itDeclaresThatItNeedsTheModelsTable() {
    WatchedTable table = new WatchedTable();
    sigmas(20, table);
    assertThat(info().needsTable()).isEqualTo(table.asked);
  }

  @Test
  void itIsFoundByEachOfItsNames() {
    SamplerNames names = new SamplerNames(List.of(), List.of(info()));
    for (String name : info().names()) {
      assertThat(names.choose("Euler", name).schedule()).as(name).isEqualTo(info());
      assertThat(names.choose("Euler " + name, "").schedule()).isEqualTo(info());
    }
  }

  /** Notes whether it is asked for anything. */
  private static final class WatchedTable implements SigmaTable {
    private boolean asked;

    private SigmaTable table() {
      asked = true;
      return FakeSamplerRun.TABLE;
    }

    @Override
    public int size() {
      return table().size();
    }

    @Override
    public double at(int timestep) {
      return table().at(timestep);
    }

    @Override
    public double sigma(double timestep) {
      return table().sigma(timestep);
    }

    @Override
    public double timestep(double sigma) {
      return table().timestep(sigma);
    }
  }
}
