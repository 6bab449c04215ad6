package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OrtRuntimeTest {
  @Test
  void whereTelemetryWouldBeOnTheLibraryIsNotLoaded() {
    assertThatThrownBy(() -> OrtRuntime.demandTelemetryOff(Map.of()))
        .hasMessage(
            "ONNX Runtime was not loaded, as its telemetry would be on: the environment variable"
                + " ORT_DISABLE_TELEMETRY is not set and must be 1 before this process starts; set"
                + " it in surefire's environmentVariables or in the run configuration of the IDE");
    assertThatThrownBy(() -> OrtRuntime.demandTelemetryOff(Map.of("ORT_DISABLE_TELEMETRY", "yes")))
        .hasMessageContaining("ORT_DISABLE_TELEMETRY is 'yes' and must be 1");
    assertThatCode(() -> OrtRuntime.demandTelemetryOff(Map.of("ORT_DISABLE_TELEMETRY", "1")))
        .doesNotThrowAnyException();
  }
}
