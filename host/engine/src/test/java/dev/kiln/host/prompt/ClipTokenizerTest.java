package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void idsAreThoseOfTransformers() throws IOException {
    idsAreThoseOf("tokens.json", 17, Tokenizers.DEFAULT);
  }

  /** Prompts copied from documents, chats and pages in the languages that write like this. */
  @Test
  void typographicVariantsAreSpelledAsInWebui() throws IOException {
    idsAreThoseOf("webui-tokens.json", 19, ClipTokenizer.openAi());
  }

  private void idsAreThoseOf(String name, int count, ClipTokenizer tokenizer) throws IOException {
    try (InputStream file = getClass().getResourceAsStream(name)) {
      JsonNode goldens = JSON.readTree(file);
      assertThat(goldens).hasSize(count);
      for (JsonNode golden : goldens) {
        int[] expected = JSON.treeToValue(golden.get("ids"), int[].class);
        assertThat(tokenizer.encode(golden.get("text").textValue()))
            .as(golden.get("text").toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void specialTokensAreThoseOfTheModel() {
    assertThat(Tokenizers.DEFAULT.start()).isEqualTo(857);
    assertThat(Tokenizers.DEFAULT.end()).isEqualTo(858);
    assertThat(Tokenizers.DEFAULT.padding()).isEqualTo(858);
  }

  @Test
  void paddingOfStableDiffusion2IsTokenZero() throws IOException {
    writeVocabulary();
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
    Files.writeString(folder.resolve("special_tokens_map.json"), "{\"pad_token\": \"!\"}");
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"pad_token\": {\"content\": \"<|endoftext|>\"}}");

    ClipTokenizer tokenizer = ClipTokenizer.read(folder);

    assertThat(tokenizer.padding()).isZero();
    assertThat(tokenizer.end()).isEqualTo(513);
    assertThat(PromptChunks.empty(tokenizer).ids()).startsWith(512, 513, 0, 0).endsWith(0, 0);
  }

  @Test
  void lowestRankIsMergedFirstAndTheLeftOfEquals() throws IOException {
    Map<String, Integer> vocabulary = writeVocabulary("bc", "aa", "aaa");
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nb c\na a\naa a\n");

    ClipTokenizer tokenizer = ClipTokenizer.read(folder);

    assertThat(tokenizer.encode("aaabcx"))
        .containsExactly(vocabulary.get("aaa"), vocabulary.get("bc"), vocabulary.get("x</w>"));
  }

  @Test
  void longestOfWordsIsReadWithoutQuadraticTime() {
    assertThat(Tokenizers.DEFAULT.encode("shirt".repeat(200_000))).hasSizeGreaterThan(200_000);
    assertThat(Tokenizers.DEFAULT.encode(" ".repeat(1_000_000))).isEmpty();
    assertThat(Tokenizers.DEFAULT.encode("&" + "amp;".repeat(200_000))).hasSizeGreaterThan(200_000);
    assertThat(Tokenizers.DEFAULT.encode("\ud800&amp;"))
        .isEqualTo(Tokenizers.DEFAULT.encode("\ufffd&"));
  }

  @Test
  void missingFileIsNamed() throws IOException {
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the tokenizer has no file %s: copy it from where the model came from",
            folder.resolve("vocab.json"));

    writeVocabulary();
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the tokenizer has no file %s: copy it from where the model came from",
            folder.resolve("merges.txt"));
  }

  @Test
  void brokenFileIsNamed() throws IOException {
    Files.writeString(folder.resolve("vocab.json"), "{\"a\": ");
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            "the tokenizer's file %s is not the JSON expected: ", folder.resolve("vocab.json"));

    Files.writeString(folder.resolve("vocab.json"), "{\"a\": 1}");
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n\na q\n");
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "line 3 of %s is not a pair of tokens of vocab.json: take both files from the same"
                + " model",
            folder.resolve("merges.txt"));

    Files.writeString(folder.resolve("merges.txt"), "");
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the tokenizer's vocab.json has no token '<|startoftext|>': it is not a CLIP"
                + " vocabulary");
  }

  /** All bytes, all bytes at a word's end, start, end, then more. */
  private Map<String, Integer> writeVocabulary(String... more) throws IOException {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    String visible = "!-~¡-¬®-ÿ";
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < visible.length(); i += 3) {
      for (char c = visible.charAt(i); c <= visible.charAt(i + 2); c++) {
        letters.append(c);
      }
    }
    for (char c = 0x100; letters.length() < 256; c++) {
      letters.append(c);
    }
    letters.chars().forEach(c -> vocabulary.put(Character.toString(c), vocabulary.size()));
    letters.chars().forEach(c -> vocabulary.put(Character.toString(c) + "</w>", vocabulary.size()));
    vocabulary.put("<|startoftext|>", vocabulary.size());
    vocabulary.put("<|endoftext|>", vocabulary.size());
    for (String token : more) {
      vocabulary.put(token, vocabulary.size());
    }
    JSON.writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
    return vocabulary;
  }
}
