package dev.kiln.host.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {
  @Test
  void theTextIsReadBack() {
    Map<String, Map<String, Object>> options = new TreeMap<>();
    options.put("channels-last", Map.of());
    options.put("parts", new TreeMap<>(Map.of("size", 64, "share", 0.25, "on", true, "mode", "b")));
    Operators operators = new Operators("sdp+v1", options, "1a2b3c4d");

    assertThat(operators.text())
        .isEqualTo(
            "sdp+v1 channels-last parts.mode=b parts.on=true parts.share=0.25 parts.size=64"
                + " 1a2b3c4d");
    assertThat(Operators.of(operators.text())).isEqualTo(operators);
    Operators none = new Operators("none", Map.of(), "00000000");
    assertThat(Operators.of(none.text())).isEqualTo(none);
  }

  @Test
  void aTextThatCannotStandThereIsLeftOut() {
    Operators operators = new Operators("sdp", Map.of("a", Map.of("path", "x, y: z")), "1a2b3c4d");

    assertThat(operators.text()).isEqualTo("sdp 1a2b3c4d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sdp", "1a2b3c4d", "sdp 1a2b3c4", "sdp x=y=z\n1a2b3c4d"})
  void whatIsNoneTellsNothing(String text) {
    assertThat(Operators.of(text)).isEqualTo(new Operators("", Map.of(), ""));
  }
}
