package dev.kiln.spi.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.KilnProcesses.Finished;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KilnProcessesTest {
  /** 128 and the number of the signal: 2 is SIGINT, 9 is SIGKILL, 15 is SIGTERM. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2, false", "130, true", "137, false", "143, true"})
  void ctrlCAndSigtermAskForTheEnd(int exitCode, boolean asked) {
    assertThat(new Finished(exitCode, "", "", 0).askedToEnd()).isEqualTo(asked);
  }
}
