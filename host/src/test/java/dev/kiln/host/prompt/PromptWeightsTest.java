package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.prompt.PromptWeights.Weighted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptWeightsTest {
  @Test
  void bracketsWeighWhatTheyHold() {
    assertThat(parse("normal text")).isEqualTo("normal text@1.000");
    assertThat(parse("an (important) word")).isEqualTo("an @1.000|important@1.100| word@1.000");
    assertThat(parse("a [less] b")).isEqualTo("a @1.000|less@0.909| b@1.000");
    assertThat(parse("((a))")).isEqualTo("a@1.210");
    assertThat(parse("(a:1.3)")).isEqualTo("a@1.300");
    assertThat(parse("a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).)"))
        .isEqualTo(
            "a @1.000|house@1.573| @1.100|on@1.000| a @1.100|hill@0.550|, sun, @1.100|sky@1.464|.@1.100");
  }

  @Test
  void unbalancedBracketsHoldToTheEnd() {
    assertThat(parse("(unbalanced")).isEqualTo("unbalanced@1.100");
    assertThat(parse("a ) b")).isEqualTo("a ) b@1.000");
  }

  @Test
  void backslashMakesBracketsText() {
    assertThat(parse("\\(literal\\]")).isEqualTo("(literal]@1.000");
    assertThat(parse("(\\)a:1.2)")).isEqualTo(")a@1.200");
  }

  @Test
  void breakEndsAChunk() {
    assertThat(parse("a BREAK b")).isEqualTo("a@1.000|BREAK|b@1.000");
    assertThat(parse("BREAKFAST")).isEqualTo("BREAKFAST@1.000");
  }

  @Test
  void modeNoneReadsNothing() {
    List<Weighted> parts = PromptWeights.parse("(a:1.3) BREAK", EmphasisMode.NONE);
    assertThat(parts).containsExactly(new Weighted("(a:1.3) BREAK", 1, false));
    assertThat(parts.get(0).weight()).isCloseTo(1, within(0.0));
  }

  @Test
  void hostileInputIsReadInNoTime() {
    assertThat(parse("(".repeat(10_000))).isEqualTo("@1.000");
    assertThat(PromptWeights.parse(": ".repeat(10_000) + " ".repeat(10_000), EmphasisMode.ORIGINAL))
        .hasSize(1);
  }

  private static String parse(String text) {
    return PromptWeights.parse(text, EmphasisMode.ORIGINAL).stream()
        .map(
            part ->
                part.endsChunk()
                    ? "BREAK"
                    : part.text() + String.format(Locale.ROOT, "@%.3f", part.weight()))
        .collect(Collectors.joining("|"));
  }
}
