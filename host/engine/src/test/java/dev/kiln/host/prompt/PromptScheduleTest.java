package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PromptScheduleTest {
  @Test
  void plainTextHasOneEntry() {
    assertThat(at10("test")).containsExactly("10 test");
    assertThat(at10("")).containsExactly("10 ");
  }

  @Test
  void wordsAreAddedReplacedAndRemovedAfterTheStep() {
    assertThat(at10("a [b:3]")).containsExactly("3 a ", "10 a b");
    assertThat(at10("a [b: 3 ]")).containsExactly("3 a ", "10 a b");
    assertThat(at10("a [b : c : 1] d")).containsExactly("1 a b  d", "10 a  c  d");
    assertThat(at10("a[b::4]c")).containsExactly("4 abc", "10 ac");
    assertThat(at10("[(a:2):3]")).containsExactly("3 ", "10 (a:2)");
    assertThat(at10("a [[[b]]:2]")).containsExactly("2 a ", "10 a [[b]]");
  }

  @Test
  void numberWithPointIsFractionOfTheSteps() {
    assertThat(at10("a [b:.5] c")).containsExactly("5 a  c", "10 a b c");
    assertThat(at10("[a:b:0.99]")).containsExactly("9 a", "10 b");
    assertThat(at10("[a:b:1.0]")).containsExactly("10 a");
  }

  @Test
  void stepsOutsideOfThePassLeaveOneText() {
    assertThat(at10("[a:b:0]")).containsExactly("10 b");
    assertThat(at10("[a:b:-3]")).containsExactly("10 b");
    assertThat(at10("[a:b:99]")).containsExactly("10 a");
    assertThat(at10("[a:b:1e999]")).containsExactly("10 a");
  }

  @Test
  void groupsNest() {
    assertThat(at10("a[b:[c:d:2]:1]e")).containsExactly("1 abe", "2 ace", "10 ade");
    assertThat(at10("[ [a|b] :c:2]")).startsWith("1  a ", "2  b ", "3 c").hasSize(10);
  }

  @Test
  void alternationTakesTurns() {
    assertThat(
            PromptSchedule.of("[a|(b:1.1)]", StepRange.first(3)).stream()
                .map(PromptScheduleTest::line))
        .containsExactly("1 a", "2 (b:1.1)", "3 a");
    assertThat(
            PromptSchedule.of("[fe|]male", StepRange.first(3)).stream()
                .map(PromptScheduleTest::line))
        .containsExactly("1 female", "2 male", "3 female");
    assertThat(
            PromptSchedule.of("[fe|||]male", StepRange.first(5)).stream()
                .map(PromptScheduleTest::line))
        .containsExactly("1 female", "2 male", "3 male", "4 male", "5 female");
  }

  @Test
  void illFormedBracketsAreText() {
    assertThat(at10("a [unbalanced")).containsExactly("10 a [unbalanced");
    assertThat(at10("((a][:b:c [d:3]")).containsExactly("3 ((a][:b:c ", "10 ((a][:b:c d");
    assertThat(at10("[a:b (c:d:e):3]")).containsExactly("10 [a:b (c:d:e):3]");
  }

  @Test
  void strayBarOrBackslashMakesAllOfItText() {
    assertThat(at10("[a:3] b|c")).containsExactly("10 [a:3] b|c");
    assertThat(at10("[a:3] (b|c)")).containsExactly("10 [a:3] (b|c)");
    assertThat(at10("a [{b|d{:.5] c")).containsExactly("10 a [{b|d{:.5] c");
    assertThat(at10("[a:3]\\")).containsExactly("10 [a:3]\\");
    assertThat(at10("[a:3]\\\n")).containsExactly("10 [a:3]\\\n");
  }

  @Test
  void escapedSignsSeparateNothingAndStayEscaped() {
    assertThat(at10("[a\\:b:3]")).containsExactly("3 ", "10 a\\:b");
    assertThat(at10("\\[a:3\\] \\|")).containsExactly("10 \\[a:3\\] \\|");
  }

  @Test
  void randomPromptsReadAsByTheGrammar() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("schedules.json")) {
      JsonNode cases = new ObjectMapper().readTree(file);
      assertThat(cases).hasSize(578);
      for (JsonNode one : cases) {
        List<String> expected =
            StreamSupport.stream(one.get("entries").spliterator(), false)
                .map(entry -> entry.get(0).intValue() + " " + entry.get(1).textValue())
                .toList();
        String prompt = one.get("prompt").textValue();
        assertThat(
                PromptSchedule.of(prompt, StepRange.first(8)).stream()
                    .map(PromptScheduleTest::line))
            .as(prompt)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void depthAndLengthDoNoHarm() {
    int n = 50_000;
    String open = "(".repeat(n);
    assertThat(at10(open)).containsExactly("10 " + open);
    assertThat(at10("[".repeat(n) + "a" + ":3]".repeat(n))).startsWith("3 ").endsWith("10 a");
    assertThat(at10("[".repeat(n) + "a" + "|b]".repeat(n))).hasSize(10).startsWith("1 a", "2 b");
    assertThat(at10("[a:3]".repeat(n))).containsExactly("3 ", "10 " + "a".repeat(n));
    assertThat(at10("[:".repeat(n))).containsExactly("10 " + "[:".repeat(n));
    assertThat(at10("(]".repeat(n))).containsExactly("10 " + "(]".repeat(n));
    assertThat(at10("[a:b:" + "1".repeat(n) + "x]")).hasSize(1);
  }

  /** webUI's int_offset and flt_offset of a hires pass. */
  @Test
  void aSecondPassCountsOn() {
    assertThat(second("[a:b:0.5]")).containsExactly("10 b");
    assertThat(second("[a:b:1.5]")).containsExactly("5 a", "10 b");
    assertThat(second("[a:b:15]")).containsExactly("10 b");
    assertThat(second("[a:b:24]")).containsExactly("4 a", "10 b");
    assertThat(second("[a:b:40]")).containsExactly("10 a");
    assertThat(second("[a|b]")).hasSize(10).startsWith("1 a", "2 b");
  }

  private static List<String> second(String prompt) {
    return PromptSchedule.of(prompt, new StepRange(20, 10)).stream()
        .map(PromptScheduleTest::line)
        .toList();
  }

  private static List<String> at10(String prompt) {
    return PromptSchedule.of(prompt, StepRange.first(10)).stream()
        .map(PromptScheduleTest::line)
        .toList();
  }

  private static String line(PromptSchedule.Entry entry) {
    return entry.endAt() + " " + entry.text();
  }
}
