package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedSigmasTest {
  private final TrainedSigmas table = TestingRun.TABLE;

  /** The ends of Stable Diffusion 1.x as k-diffusion has them in single precision. */
  @Test
  void scaledLinearBetasGiveStableDiffusionsLevels() {
    assertThat(table.size()).isEqualTo(1000);
    assertThat(table.min()).isCloseTo(0.029167, within(1e-6));
    assertThat(table.max()).isCloseTo(14.614643, within(2e-5));
  }

  /** The betas of DDPM (Ho et al., 2020): the signal left at the end is 4.0e-5. */
  @Test
  void linearBetasGiveDdpmsLevels() {
    TrainedSigmas ddpm = TrainedSigmas.of("linear", 1e-4, 0.02, 1000);
    assertThat(1 / (1 + Math.pow(ddpm.max(), 2))).isCloseTo(4.036e-5, within(1e-8));
    assertThat(ddpm.min()).isCloseTo(Math.sqrt(1e-4 / (1 - 1e-4)), within(1e-12));
  }

  /** Nichol and Dhariwal (2021): the cumulative alpha is cos² of the time, up to the cap. */
  @Test
  void cosineBetasGiveCosineSquared() {
    TrainedSigmas cosine = TrainedSigmas.of("squaredcos_cap_v2", 0, 0, 1000);
    double start = Math.cos(0.008 / 1.008 * Math.PI / 2);
    double alpha = Math.pow(Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2) / start, 2);
    assertThat(1 / (1 + Math.pow(cosine.at(499), 2))).isCloseTo(alpha, within(1e-9));
    assertThat(cosine.max()).isFinite();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 14.614643",
        "{'beta_start': 0.0001, 'beta_end': 0.02} | 36.9119",
        "{'beta_schedule': 'linear', 'beta_start': 0.0001, 'beta_end': 0.02} | 157.407",
        "{'trained_betas': [0.5, 0.5]} | 1.7320508",
        "{'rescale_betas_zero_snr': true} | 4518.76"
      })
  void configurationSaysWhichLevelsThereAre(String config, double largest) throws IOException {
    JsonNode json = new ObjectMapper().readTree(config.replace('\'', '"'));
    assertThat(TrainedSigmas.of(json).max()).isCloseTo(largest, withinPercentage(0.01));
  }

  @Test
  void fractionalTimestepsAreLinearInTheLogarithm() {
    assertThat(table.sigma(500)).isEqualTo(table.at(500));
    assertThat(table.sigma(500.25))
        .isCloseTo(Math.pow(table.at(500), 0.75) * Math.pow(table.at(501), 0.25), within(1e-12));
    assertThat(table.sigma(2000)).isEqualTo(table.max());
    assertThat(table.sigma(-1)).isEqualTo(table.min());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1, 17.77, 500, 998.999, 999})
  void timestepIsTheInverseOfSigma(double timestep) {
    assertThat(table.timestep(table.sigma(timestep))).isCloseTo(timestep, within(1e-8));
  }

  @Test
  void levelsOutsideTheTableAreItsEnds() {
    assertThat(table.timestep(0)).isEqualTo(0);
    assertThat(table.timestep(0.001)).isEqualTo(0);
    assertThat(table.timestep(100)).isEqualTo(999);
  }

  /** Lin et al. (2023): the first level stays; the last has no signal but what webUI leaves. */
  @Test
  void zeroTerminalSnrKeepsTheFirstLevelAndDrownsTheLast() {
    TrainedSigmas rescaled = table.zeroTerminalSnr();
    assertThat(rescaled.min()).isCloseTo(table.min(), within(1e-12));
    assertThat(rescaled.max()).isCloseTo(Math.sqrt(1 / 4.8973451890853435e-08 - 1), within(1e-6));
    double first = alphaRoot(table, 0);
    double last = alphaRoot(table, 999);
    assertThat(alphaRoot(rescaled, 600))
        .isCloseTo((alphaRoot(table, 600) - last) / (first - last) * first, within(1e-12));
    for (int t = 1; t < 1000; t++) {
      assertThat(rescaled.at(t)).isGreaterThan(rescaled.at(t - 1));
    }
  }

  private static double alphaRoot(TrainedSigmas sigmas, int timestep) {
    return 1 / Math.sqrt(1 + Math.pow(sigmas.at(timestep), 2));
  }

  @Test
  void anUnknownBetaScheduleIsNamed() {
    assertThatThrownBy(() -> TrainedSigmas.of("sigmoid", 0, 1, 1000))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "unknown beta_schedule \"sigmoid\"; expected scaled_linear, linear or"
                + " squaredcos_cap_v2");
  }
}
