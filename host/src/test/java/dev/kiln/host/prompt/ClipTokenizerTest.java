package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipTokenizerTest {
  private final ClipTokenizer tokenizer =
      ClipTokenizer.read(DefaultModel.models().resolve("default/tokenizer"));

  /** Ids made with transformers' CLIPTokenizer: odd blanks, digits, other scripts, apostrophes. */
  @Test
  void idsEqualTransformers() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(getClass().getResourceAsStream("/goldens/tokens.json"));
    assertThat(cases).hasSize(5);
    for (JsonNode it : cases) {
      List<Integer> expected = new ArrayList<>();
      it.get("ids_without_specials").forEach(id -> expected.add(id.asInt()));
      assertThat(tokenizer.encode(it.get("text").asText())).isEqualTo(expected);
    }
  }

  @Test
  void chunkIsSeventySevenTokensWithStartAndEnd() {
    PromptChunk chunk = new PromptChunks(tokenizer).empty();
    assertThat(chunk.ids()).hasSize(77).startsWith(857, 858).endsWith(858);
  }

  @Test
  void longTextIsCutBehindAComma() {
    String words = "girl ".repeat(60) + ", " + "boy ".repeat(30);
    List<PromptChunk> chunks =
        new PromptChunks(tokenizer).chunks(PromptWeights.parse(words, EmphasisMode.ORIGINAL));
    int girl = tokenizer.encode("girl").get(0);
    int boy = tokenizer.encode("boy").get(0);
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(0).ids()).contains(girl).doesNotContain(boy);
    assertThat(chunks.get(1).ids().stream().filter(id -> id == boy)).hasSize(30);
  }

  @Test
  void scheduledTextsOfOnePromptHaveEqualLength() {
    ParsedPrompt parsed =
        ParsedPrompt.parse(
            "[girl: " + "boy ".repeat(80) + ":5]", 10, EmphasisMode.ORIGINAL, tokenizer);
    assertThat(parsed.parts()).hasSize(1);
    assertThat(parsed.parts().get(0).entries())
        .extracting(entry -> entry.chunks().size())
        .containsExactly(2, 2);
  }

  @Test
  void andSplitsIntoWeightedParts() {
    assertThat(PromptParts.split("a cat :1.2 AND a dog AND -1 boy:-0.5"))
        .containsExactly(
            new PromptParts.Part("a cat", 1.2),
            new PromptParts.Part(" a dog ", 1),
            new PromptParts.Part(" -1 boy", -0.5));
    assertThat(PromptParts.split("a BAND plays"))
        .containsExactly(new PromptParts.Part("a BAND plays", 1));
  }

  @Test
  void promptOfAHundredThousandCharactersIsRefused() {
    assertThatThrownBy(
            () -> ParsedPrompt.parse("a".repeat(100_000), 20, EmphasisMode.ORIGINAL, tokenizer))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the prompt has 100000 characters; at most 10000 are read, shorten it");
  }

  @Test
  void longestPromptOfOneWordIsRead() {
    assertThat(ParsedPrompt.parse("ab".repeat(5_000), 20, EmphasisMode.ORIGINAL, tokenizer).parts())
        .hasSize(1);
  }
}
