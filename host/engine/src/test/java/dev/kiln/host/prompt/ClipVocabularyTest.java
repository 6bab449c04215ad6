package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vocabulary that single-file checkpoints do not carry, against open_clip's tokenizer. */
class ClipVocabularyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int START = 49406;
  private static final int END = 49407;

  @TempDir private Path temp;

  @Test
  void idsAreThoseOfOpenClip() throws IOException {
    idsAreThoseOfOpenClip(ClipTokenizer.openAi());
    idsAreThoseOfOpenClip(ClipTokenizer.openClip());
  }

  @Test
  void chunksOfVersion1AreFilledWithTheEndAndThoseOfVersion2WithTheExclamationMark() {
    ClipTokenizer openAi = ClipTokenizer.openAi();
    assertThat(openAi.padding()).isEqualTo(END);
    assertThat(PromptChunks.empty(openAi).ids())
        .hasSize(77)
        .startsWith(START, END, END)
        .endsWith(END);
    ClipTokenizer openClip = ClipTokenizer.openClip();
    assertThat(openClip.padding()).isZero();
    assertThat(PromptChunks.empty(openClip).ids())
        .hasSize(77)
        .startsWith(START, END, 0)
        .endsWith(0);
  }

  @Test
  void thereIsATokenForEachId() {
    Map<String, Integer> ids = new ClipVocabulary(ClipVocabulary.ALL, "!").ids();
    assertThat(ids).hasSize(49408).containsEntry("!", 0).containsEntry("a</w>", 320);
    assertThat(ids.values()).doesNotHaveDuplicates();
    assertThat(ids).containsEntry("<|startoftext|>", START).containsEntry("<|endoftext|>", END);
  }

  @Test
  void whatIsWrittenReadsAsItself() throws IOException {
    ClipTokenizer.save(temp.resolve("whole"), ClipTokenizer.CLIP_ENTRIES, "!");
    ClipTokenizer whole = ClipTokenizer.read(temp.resolve("whole"));
    idsAreThoseOfOpenClip(whole);
    assertThat(whole.padding()).isZero();
  }

  @Test
  void aPartOfTheVocabularySpellsWhatItDoesNotKnow() throws IOException {
    ClipTokenizer.save(temp.resolve("part"), 1000, "<|endoftext|>");
    ClipTokenizer part = ClipTokenizer.read(temp.resolve("part"));
    assertThat(part.start()).isEqualTo(998);
    assertThat(part.end()).isEqualTo(999);
    assertThat(part.padding()).isEqualTo(999);
    assertThat(part.encode("the supercalifragilistic")).hasSizeGreaterThan(5).doesNotContain(END);
    assertThat(Arrays.stream(part.encode("the supercalifragilistic")).max().orElseThrow())
        .isLessThan(998);
  }

  private void idsAreThoseOfOpenClip(ClipTokenizer tokenizer) throws IOException {
    try (InputStream file = getClass().getResourceAsStream("open-clip-tokens.json")) {
      JsonNode goldens = JSON.readTree(file);
      assertThat(goldens).hasSize(15);
      for (JsonNode golden : goldens) {
        int[] expected = JSON.treeToValue(golden.get("ids"), int[].class);
        assertThat(tokenizer.encode(golden.get("text").textValue()))
            .as(golden.get("text").toString())
            .isEqualTo(expected);
      }
    }
  }
}
