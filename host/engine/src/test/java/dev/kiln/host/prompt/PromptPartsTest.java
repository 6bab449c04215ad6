package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.prompt.PromptParts.Part;
import dev.kiln.spi.BadRequest;
import org.junit.jupiter.api.Test;

class PromptPartsTest {
  @Test
  void promptWithoutAndIsOnePart() {
    assertThat(PromptParts.of("a cat")).containsExactly(new Part("a cat", 1));
    assertThat(PromptParts.of("")).containsExactly(new Part("", 1));
  }

  @Test
  void partsHaveTheirWeights() {
    assertThat(PromptParts.of("a cat :1.2 AND a dog AND a bird: -.5 AND fish :+2. "))
        .containsExactly(
            new Part("a cat", 1.2),
            new Part(" a dog", 1),
            new Part(" a bird", -0.5),
            new Part(" fish", 2));
  }

  @Test
  void onlyTheWordInCapitalsJoins() {
    assertThat(PromptParts.of("salt and pepper, SANDY, AND_1")).hasSize(1);
    assertThat(PromptParts.of("AND")).containsExactly(new Part("", 1), new Part("", 1));
    assertThat(PromptParts.of("a\nAND\nb")).hasSize(2);
  }

  @Test
  void weightIsTheLastNumberAfterTheLastColon() {
    assertThat(PromptParts.of("a:1:2")).containsExactly(new Part("a:1", 2));
    assertThat(PromptParts.of("(a:1.2)")).containsExactly(new Part("(a:1.2)", 1));
    assertThat(PromptParts.of("a: 1 2")).containsExactly(new Part("a: 1 2", 1));
    assertThat(PromptParts.of("a:")).containsExactly(new Part("a:", 1));
  }

  @Test
  void endlessWeightIsRefused() {
    assertThatThrownBy(() -> PromptParts.of("a AND b:" + "9".repeat(400)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "A part of the prompt that AND joins has an endless weight: choose one near 1.");
  }

  @Test
  void lengthDoesNoHarm() {
    assertThat(PromptParts.of("AND ".repeat(50_000))).hasSize(50_001);
    assertThat(PromptParts.of(": ".repeat(50_000) + "x")).hasSize(1);
    assertThat(PromptParts.of("a" + " ".repeat(100_000) + "b:1" + " ".repeat(100_000))).hasSize(1);
  }
}
