package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code EmbeddedProcessTest} shows that nothing is collected. */
class TelemetryTest {
  private final Map<String, String> set = new LinkedHashMap<>();

  @Test
  void isSwitchedOffUnlessItIsAlready() {
    Telemetry.switchOff(Map.of(Telemetry.OFF, "1"), set::put);
    assertThat(set).isEmpty();
    Telemetry.switchOff(Map.of(Telemetry.OFF, "yes"), set::put);
    assertThat(set).containsExactly(Map.entry("ORT_DISABLE_TELEMETRY", "1"));
  }

  @Test
  void whereItCannotBeSwitchedOffTheLibraryIsLoadedAllTheSame() {
    assertThatCode(
            () ->
                Telemetry.switchOff(
                    Map.of(),
                    (name, value) -> {
                      throw new UnsatisfiedLinkError("no libc");
                    }))
        .doesNotThrowAnyException();
  }
}
