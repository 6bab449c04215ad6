package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** webUI's step maths for a picture that is drawn anew, written down once more. */
class PassLevelsTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;
  private final SamplerCatalog catalog = new SamplerCatalog(List.of(), List.of());

  private PassLevels levels(String sampler, PassLevels.Steps steps) {
    SamplerCatalog.Choice choice = catalog.choose(sampler, "automatic");
    return catalog.redrawing(choice, steps, TABLE, SigmaWishes.NONE);
  }

  private double[] schedule(String sampler, int steps) {
    return catalog.sigmas(catalog.choose(sampler, "automatic"), steps, TABLE, SigmaWishes.NONE);
  }

  @Test
  void kDiffusionTakesTheEndOfTheSchedule() {
    Random random = new Random(19);
    List<String> samplers = List.of("Euler", "DPM++ 2M", "DPM2", "DPM++ 2M SDE", "LCM", "Restart");
    for (int i = 0; i < 200; i++) {
      int asked = 1 + random.nextInt(60);
      double strength = i % 10 == 0 ? i / 10 % 2 : random.nextDouble();
      String sampler = samplers.get(i % samplers.size());
      int all = asked;
      int last = (int) (Math.min(strength, .999) * asked);
      PassLevels.Steps steps = PassLevels.Steps.part(asked, strength);
      if (i % 3 == 1 && strength > 0) {
        all = (int) (asked / Math.min(strength, .999));
        last = asked - 1;
        steps = PassLevels.Steps.full(asked, strength);
      }
      double[] schedule = schedule(sampler, all);
      PassLevels levels = levels(sampler, steps);
      assertThat(levels.sigmas())
          .as("%s, %d steps at %s", sampler, asked, strength)
          .isEqualTo(Arrays.copyOfRange(schedule, all - last - 1, schedule.length));
      assertThat(levels.schedule()).isEqualTo(schedule);
      assertThat(levels.first()).isEqualTo(levels.sigmas()[0]);
      assertThat(levels.count()).isEqualTo(last + 1).isEqualTo(levels.sigmas().length - 1);
    }
  }

  @Test
  void samplersByTimeStepsBeginOneStepLater() {
    for (int asked : new int[] {2, 7, 10, 20, 30, 50}) {
      for (double strength : new double[] {.2, .5, .75, 1}) {
        int last = (int) (Math.min(strength, .999) * asked);
        int[] times =
            IntStream.iterate(0, t -> t < 1000, t -> t + 1000 / asked)
                .map(t -> Math.min(t + 1, 999))
                .toArray();
        PassLevels ddim = levels("DDIM", PassLevels.Steps.part(asked, strength));
        PassLevels even = levels("UniPC", PassLevels.Steps.part(asked, strength));
        assertThat(ddim.first()).isEqualTo(even.first()).isEqualTo(TABLE.at(times[last]));
        if (last > 0) {
          assertThat(ddim.sigmas())
              .isEqualTo(
                  IntStream.range(0, last)
                      .mapToDouble(i -> TABLE.at(times[last - 1 - i]))
                      .toArray());
          assertThat(even.sigmas()).hasSize(last + 1);
          assertThat(even.sigmas()[0]).isCloseTo(TABLE.at(times[last - 1]), within(1e-9));
          assertThat(even.sigmas()[last]).isEqualTo(TABLE.min());
        }
      }
    }
  }

  @Test
  void atNoStrengthDdimTakesNoStepAndEulerOne() {
    PassLevels ddim = levels("DDIM", PassLevels.Steps.part(20, 0));
    assertThat(ddim.sigmas()).containsExactly(TABLE.at(1));
    assertThat(ddim.first()).isEqualTo(TABLE.at(1));
    assertThat(levels("Euler", PassLevels.Steps.part(20, 0)).sigmas()).hasSize(2).endsWith(0);
  }

  @Test
  void samplersBetweenTwoLevelsGetTheFirstAndTheLastButOne() {
    double[] schedule = schedule("Euler", 20);
    PassLevels fast = levels("DPM fast", PassLevels.Steps.part(20, 0.5));
    assertThat(fast.sigmas()).containsExactly(schedule[9], schedule[19]);
    assertThat(fast.count()).isEqualTo(11);
    assertThatThrownBy(() -> levels("DPM adaptive", PassLevels.Steps.part(20, 0.01)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the denoising strength leaves one step, and this sampler needs two; take more steps, a"
                + " higher strength or another sampler");
  }
}
