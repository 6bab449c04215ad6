package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.prompt.ParsedPrompt.Part;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptParserTest {
  private final PromptParser parser =
      new PromptParser(
          Tokenizers.DEFAULT, AddedWords.NONE, EmphasisMode.ORIGINAL, StepRange.first(10));

  private ParsedPrompt prompt(String text) {
    return parser.prompt(Prompt.of(text, "").parts());
  }

  private ParsedPrompt negative(String text) {
    return parser.negative(Prompt.of("", text).negative());
  }

  @Test
  void emptyPromptIsOneEmptyChunk() {
    ParsedPrompt prompt = prompt("");
    assertThat(prompt).isEqualTo(negative(""));
    assertThat(prompt.parts()).hasSize(1);
    assertThat(prompt.parts().get(0).weight()).isEqualTo(1);
    assertThat(prompt.parts().get(0).at(0).chunks())
        .containsExactly(PromptChunks.empty(Tokenizers.DEFAULT));
  }

  @Test
  void partsKeepTheirWeightsAndSchedules() {
    List<Part> parts = prompt("a [b:3]:2 AND c").parts();
    assertThat(parts).extracting(Part::weight).containsExactly(2.0, 1.0);
    assertThat(parts.get(0).entries()).extracting(ParsedPrompt.Entry::endAt).containsExactly(3, 10);
    assertThat(parts.get(1).entries()).hasSize(1);
  }

  @Test
  void entryServesUpToItsLastEvaluationAndTheLastOneForEver() {
    Part part = prompt("[a:b:3]").parts().get(0);
    assertThat(part.at(0)).isSameAs(part.entries().get(0));
    assertThat(part.at(3)).isSameAs(part.entries().get(0));
    assertThat(part.at(4)).isSameAs(part.entries().get(1));
    assertThat(part.at(11)).isSameAs(part.entries().get(1));
  }

  @Test
  void negativePromptKnowsNoAndAndDrawsTagsAsWords() {
    assertThat(negative("a <x:1>").parts().get(0).at(0).chunks().get(0).ids())
        .containsSubsequence(ids("a <x:1>"));
    assertThat(negative("a AND b: 2").parts()).hasSize(1);
    assertThat(negative("a AND b: 2").parts().get(0).weight()).isEqualTo(1);
  }

  @Test
  void textsOfOneScheduleHaveTheSameNumberOfChunks() {
    Part part = prompt("[a::5][" + "b ".repeat(80) + ":5]").parts().get(0);
    assertThat(part.entries()).extracting(entry -> entry.chunks().size()).containsExactly(2, 2);
    assertThat(part.at(0).chunks().get(1)).isEqualTo(PromptChunks.empty(Tokenizers.DEFAULT));
  }

  @Test
  void emphasisNoneReadsBracketsAndBreakAsText() {
    PromptParser literal =
        new PromptParser(
            Tokenizers.DEFAULT, AddedWords.NONE, EmphasisMode.NONE, StepRange.first(10));
    List<PromptChunk> chunks =
        literal.prompt(Prompt.of("(a:1.5) BREAK b", "").parts()).parts().get(0).at(0).chunks();
    assertThat(chunks).hasSize(1);
    assertThat(chunks.get(0).emphasized()).isFalse();
    assertThat(chunks.get(0).ids()).startsWith(857).containsSubsequence(ids("(a:1.5) BREAK b"));
  }

  @Test
  void hundredThousandCharactersAreRefused() {
    assertThatThrownBy(() -> prompt("a".repeat(100_000)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the prompt has 100000 characters, at most 50000 are read: make it shorter");
    assertThatThrownBy(() -> negative("(".repeat(50_001))).isInstanceOf(BadRequest.class);
  }

  /** Each step and each part has embeddings of its own, which lie in the heap together. */
  @Test
  void partsTimesChangesTimesChunksAreBounded() {
    String refused =
        "the prompt takes more than 2000 chunks of tokens in all its parts and at all steps that"
            + " change it: make it shorter, or let it have fewer parts or changes";
    assertThat(prompt("a AND ".repeat(1_999) + "a").parts()).hasSize(2_000);
    assertThatThrownBy(() -> prompt("a AND ".repeat(2_000) + "a"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(refused);
    PromptParser alternating =
        new PromptParser(
            Tokenizers.DEFAULT, AddedWords.NONE, EmphasisMode.ORIGINAL, StepRange.first(1_001));
    assertThat(alternating.prompt(Prompt.of("[a|b]", "").parts()).parts().get(0).entries())
        .hasSize(1_001);
    Prompt two = Prompt.of("[a|b] BREAK c", "[a|b] BREAK c");
    assertThatThrownBy(() -> alternating.prompt(two.parts())).hasMessage(refused);
    assertThatThrownBy(() -> alternating.negative(two.negative())).hasMessage(refused);
  }

  @Test
  void depthDoesNoHarm() {
    assertThat(prompt("(".repeat(50_000)).parts()).hasSize(1);
    assertThat(prompt("[a:".repeat(10) + "[".repeat(49_000)).parts()).hasSize(1);
    assertThat(
            prompt("[a|" + "(".repeat(20_000) + ")".repeat(20_000) + "]").parts().get(0).entries())
        .hasSize(10);
  }

  private static List<Integer> ids(String text) {
    return Arrays.stream(Tokenizers.DEFAULT.encode(text)).boxed().toList();
  }
}
