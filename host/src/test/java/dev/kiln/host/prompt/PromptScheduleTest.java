package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.prompt.PromptSchedule.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts of webUI's own doc tests, at 10 steps, and hostile input. */
class PromptScheduleTest {
  @Test
  void plainTextHoldsThroughout() {
    assertThat(parse("test")).containsExactly(new Entry(10, "test"));
  }

  @Test
  void wordsAreAddedRemovedAndExchanged() {
    assertThat(parse("a [b:3]")).containsExactly(new Entry(3, "a "), new Entry(10, "a b"));
    assertThat(parse("a [b: 3]")).containsExactly(new Entry(3, "a "), new Entry(10, "a b"));
    assertThat(parse("a [b:.5] c")).containsExactly(new Entry(5, "a  c"), new Entry(10, "a b c"));
    assertThat(parse("a [b::3]")).containsExactly(new Entry(3, "a b"), new Entry(10, "a "));
    assertThat(parse("a [b : c : 1] d"))
        .containsExactly(new Entry(1, "a b  d"), new Entry(10, "a  c  d"));
  }

  @Test
  void schedulesNest() {
    assertThat(parse("a[b:[c:d:2]:1]e"))
        .containsExactly(new Entry(1, "abe"), new Entry(2, "ace"), new Entry(10, "ade"));
    assertThat(parse("a [[[b]]:2]")).containsExactly(new Entry(2, "a "), new Entry(10, "a [[b]]"));
  }

  @Test
  void emphasisStaysInTheText() {
    assertThat(parse("[(a:2):3]")).containsExactly(new Entry(3, ""), new Entry(10, "(a:2)"));
    assertThat(parse("(a:1.2) [b]")).containsExactly(new Entry(10, "(a:1.2) [b]"));
    assertThat(parse("\\[a:b:3\\]")).containsExactly(new Entry(10, "\\[a:b:3\\]"));
  }

  @Test
  void unbalancedBracketsAreText() {
    assertThat(parse("a [unbalanced")).containsExactly(new Entry(10, "a [unbalanced"));
    assertThat(parse("((a][:b:c [d:3]"))
        .containsExactly(new Entry(3, "((a][:b:c "), new Entry(10, "((a][:b:c d"));
  }

  @Test
  void alternationChangesAtEachEvaluation() {
    assertThat(parse("[a|(b:1.1)]"))
        .hasSize(10)
        .startsWith(new Entry(1, "a"), new Entry(2, "(b:1.1)"), new Entry(3, "a"));
    assertThat(parse("[fe|]male")).startsWith(new Entry(1, "female"), new Entry(2, "male"));
    assertThat(parse("[fe|||]male"))
        .startsWith(new Entry(1, "female"), new Entry(4, "male"), new Entry(5, "female"));
  }

  @Test
  void hostileInputIsReadInNoTime() {
    assertThat(parse("[".repeat(50_000))).hasSize(1);
    assertThat(parse("[".repeat(5_000) + "]".repeat(5_000))).hasSize(1);
    assertThat(parse("(".repeat(50_000) + "]".repeat(50_000))).hasSize(1);
  }

  private static List<Entry> parse(String prompt) {
    return PromptSchedule.parse(prompt, 10);
  }
}
