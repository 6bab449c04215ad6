package dev.kiln.plugin.fast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneChoiceTest {
  private static final Choice CHOICE =
      new Choice(
          Map.of(
              "attention",
              "local-window",
              "plugins",
              Map.of("cache", Map.of("method", "curve", "interval", 3), "cut", Map.of("at", 0.5))),
          List.of());

  private static Map<String, Object> part(Map<String, Object> request) {
    return new OneChoice(request, CHOICE).parts().get(0);
  }

  @Test
  void theRequestGetsWhatWasChosen() {
    assertThat(part(Map.of("attention", "", "plugins", Map.of("fast", Map.of()))))
        .isEqualTo(CHOICE.fields());
  }

  @Test
  void whatTheRequestSaysStays() {
    Map<String, Object> part =
        part(
            Map.of(
                "attention", "sdp", "plugins", Map.of("cache", Map.of("interval", 2, "end", 1))));
    assertThat(part)
        .isEqualTo(
            Map.of(
                "plugins", Map.of("cache", Map.of("method", "curve"), "cut", Map.of("at", 0.5))));
  }
}
