package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.prompt.PromptWeights.WeightedText;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptWeightsTest {
  @Test
  void textWithoutBracketsHasWeightOne() {
    reads("normal text", text("normal text", 1));
    assertThat(PromptWeights.of("")).containsExactly(List.of());
  }

  @Test
  void roundBracketsRaiseSquareBracketsLower() {
    reads("an (important) word", text("an ", 1), text("important", 1.1), text(" word", 1));
    reads("[a] ((b))", text("a", 1 / 1.1), text(" ", 1), text("b", 1.21));
    reads("(unnecessary)(parens)", text("unnecessaryparens", 1.1));
  }

  @Test
  void numberTakesThePlaceOfTheFactor() {
    reads("(a:1.3)", text("a", 1.3));
    reads("(a: .5 )", text("a", 0.5));
    reads("(a:-2.)", text("a", -2));
    reads("[a:1.3]", text("a:1.3", 1 / 1.1));
    reads("(a:1.2.3)", text("a:1.2.3", 1.1));
  }

  @Test
  void bracketsNest() {
    reads(
        "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
        text("a ", 1),
        text("house", 1.573),
        text(" ", 1.1),
        text("on", 1),
        text(" a ", 1.1),
        text("hill", 0.55),
        text(", sun, ", 1.1),
        text("sky", 1.4641),
        text(".", 1.1));
  }

  @Test
  void kindsOfBracketsMayCross() {
    reads("(a [b) c]", text("a ", 1.1), text("b", 1), text(" c", 1 / 1.1));
  }

  @Test
  void unbalancedBracketsReachToTheEndOrAreText() {
    reads("(unbalanced", text("unbalanced", 1.1));
    reads("a [b", text("a ", 1), text("b", 1 / 1.1));
    reads("a) b] c:1.5)", text("a) b] c:1.5)", 1));
  }

  @Test
  void escapesAreLiteral() {
    reads("\\(literal\\]", text("(literal]", 1));
    reads("a \\\\ \\x \\", text("a \\ x ", 1));
  }

  @Test
  void breakEndsASectionInsideOfBracketsToo() {
    assertThat(PromptWeights.of("a BREAK  b\nBREAK"))
        .containsExactly(List.of(text("a", 1)), List.of(text("b", 1)), List.of(text("", 1)));
    assertThat(PromptWeights.of("BREAK BREAK")).hasSize(3);
    assertThat(PromptWeights.of("(a BREAK b)"))
        .containsExactly(List.of(text("a", 1.1)), List.of(text("b", 1.1)));
    assertThat(PromptWeights.of("BREAKFAST break")).hasSize(1);
  }

  @Test
  void depthAndLengthDoNoHarm() {
    int n = 50_000;
    assertThat(PromptWeights.of("(".repeat(n))).containsExactly(List.of());
    assertThat(PromptWeights.of("(a".repeat(n)).get(0)).hasSizeGreaterThan(1000);
    assertThat(PromptWeights.of("[".repeat(n) + "a" + "]".repeat(n)).get(0))
        .singleElement()
        .satisfies(a -> assertThat(a.weight()).isCloseTo(0, within(1e-12)));
    assertThat(PromptWeights.of(":1 ".repeat(n))).hasSize(1);
    assertThat(PromptWeights.of(":" + " ".repeat(n) + "1".repeat(n) + " ".repeat(n))).hasSize(1);
    assertThat(PromptWeights.of(" ".repeat(n) + "BREAK" + " ".repeat(n))).hasSize(2);
  }

  private static WeightedText text(String text, double weight) {
    return new WeightedText(text, weight);
  }

  private static void reads(String prompt, WeightedText... expected) {
    List<List<WeightedText>> sections = PromptWeights.of(prompt);
    assertThat(sections).hasSize(1);
    List<WeightedText> found = sections.get(0);
    assertThat(found)
        .extracting(WeightedText::text)
        .isEqualTo(List.of(expected).stream().map(WeightedText::text).toList());
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i).weight()).isCloseTo(expected[i].weight(), within(1e-12));
    }
  }
}
