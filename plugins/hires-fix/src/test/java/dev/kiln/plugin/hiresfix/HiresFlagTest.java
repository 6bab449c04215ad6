package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiresFlagTest {
  private final HiresFlag flag = new HiresFlag();

  @Test
  void itIsAFactorOrASize() {
    assertThat(flag.options(List.of("2x"))).isEqualTo(Map.of("enabled", true, "scale", 2.0));
    assertThat(flag.options(List.of("1.5"))).isEqualTo(Map.of("enabled", true, "scale", 1.5));
    assertThat(flag.options(List.of("1024x768")))
        .isEqualTo(Map.of("enabled", true, "width", 1024, "height", 768));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x2", "two", "-2x", "1e3", "2x2x2"})
  void whatIsNeitherIsOneSentence(String value) {
    assertThatThrownBy(() -> flag.options(List.of(value)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "--hires is \"%s\"; write how many times larger, as 2x, or the size of the result, as 1024x768"
                .formatted(value));
  }
}
