package dev.kiln.host.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.DiskReason;
import dev.kiln.host.Jackson;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@code tokenizer/} folder as transformers writes it. */
final class TokenizerFiles implements Vocabulary {

  private final Path folder;

  TokenizerFiles(Path folder) {
    this.folder = folder;
  }

  /** {@code vocab.json}: ids by token. */
  @Override
  public Map<String, Integer> ids() {
    Path file = folder.resolve("vocab.json");
    try {
      Map<String, Integer> ids = Jackson.MAPPER.readValue(text(file), new TypeReference<>() {});
      if (ids == null || ids.containsValue(null)) {
        throw new BadRequest(
            "the tokenizer's file %s has a null where a token or an id should be: copy it from where the model came from"
                .formatted(file));
      }
      return ids;
    } catch (JsonProcessingException e) {
      throw broken(file, e);
    }
  }

  /** {@code merges.txt}: after a line with a version, a pair of tokens a line, best first. */
  @Override
  public Map<Long, BytePairs.Merge> merges(Map<String, Integer> vocabulary) {
    Path file = folder.resolve("merges.txt");
    List<String> lines = text(file).lines().toList();
    Map<Long, BytePairs.Merge> merges = new HashMap<>(lines.size() * 2);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#version") || line.isBlank()) {
        continue;
      }
      int blank = line.indexOf(' ');
      Integer left = blank < 0 ? null : vocabulary.get(line.substring(0, blank));
      Integer right = blank < 0 ? null : vocabulary.get(line.substring(blank + 1));
      Integer whole = vocabulary.get(line.replace(" ", ""));
      if (left == null || right == null || whole == null) {
        throw new BadRequest(
            "line %d of %s is not a pair of tokens of vocab.json: take both files from the same model"
                .formatted(i + 1, file));
      }
      merges.putIfAbsent(BytePairs.pair(left, right), new BytePairs.Merge(i, whole));
    }
    return merges;
  }

  /**
   * A special token such as {@code pad_token}. {@code special_tokens_map.json} goes before {@code
   * tokenizer_config.json}, because only the former names the padding of Stable Diffusion 2
   * rightly.
   */
  @Override
  public String special(String name, String otherwise) {
    for (String file : List.of("special_tokens_map.json", "tokenizer_config.json")) {
      Path path = folder.resolve(file);
      if (Files.exists(path)) {
        JsonNode token = tree(path).path(name);
        JsonNode content = token.isObject() ? token.path("content") : token;
        if (content.isTextual()) {
          return content.textValue();
        }
      }
    }
    return otherwise;
  }

  private static JsonNode tree(Path file) {
    try {
      return Jackson.MAPPER.readTree(text(file));
    } catch (JsonProcessingException e) {
      throw broken(file, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadRequest(
          "the tokenizer has no file %s: copy it from where the model came from".formatted(file),
          e);
    } catch (IOException e) {
      throw new BadRequest(
          "the tokenizer's file %s cannot be read: %s".formatted(file, DiskReason.of(e)), e);
    }
  }

  private static BadRequest broken(Path file, JsonProcessingException e) {
    return new BadRequest(
        "the tokenizer's file %s is not the JSON expected: %s"
            .formatted(file, e.getOriginalMessage()),
        e);
  }
}
