package dev.kiln.host.prompt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's byte-pair encoding, read from a model's {@code tokenizer/} folder. Immutable; safe from
 * any thread.
 */
public final class ClipTokenizer {
  private static final Pattern WORDS =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final String END_OF_WORD = "</w>";

  private final Map<String, Integer> vocabulary;
  private final Map<String, Integer> ranks;
  private final String[] alphabet = byteAlphabet();
  private final int start;
  private final int end;
  private final int padding;

  private ClipTokenizer(
      Map<String, Integer> vocabulary, Map<String, Integer> ranks, String paddingToken) {
    this.vocabulary = vocabulary;
    this.ranks = ranks;
    this.start = id("<|startoftext|>");
    this.end = id("<|endoftext|>");
    this.padding = vocabulary.getOrDefault(paddingToken, end);
  }

  /**
   * @param folder with {@code vocab.json} and {@code merges.txt}
   * @throws BadRequest when a file is missing or damaged
   */
  public static ClipTokenizer read(Path folder) {
    try {
      ObjectMapper json = new ObjectMapper();
      Map<String, Integer> vocabulary =
          json.readValue(folder.resolve("vocab.json").toFile(), new TypeReference<>() {});
      Map<String, Integer> ranks = new HashMap<>();
      for (String line : Files.readAllLines(folder.resolve("merges.txt"))) {
        if (!line.startsWith("#") && !line.isBlank()) {
          ranks.put(line.strip(), ranks.size());
        }
      }
      Path config = folder.resolve("tokenizer_config.json");
      JsonNode settings =
          Files.isRegularFile(config) ? json.readTree(config.toFile()) : json.createObjectNode();
      JsonNode pad = settings.path("pad_token");
      return new ClipTokenizer(
          vocabulary, ranks, pad.isObject() ? pad.path("content").asText() : pad.asText());
    } catch (IOException e) {
      throw new BadRequest(
          "the tokenizer in " + folder + " cannot be read; copy it again (" + e.getMessage() + ")",
          e);
    }
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** What fills a chunk behind the end token: the end token again, or 0 in Stable Diffusion 2. */
  public int padding() {
    return padding;
  }

  /** The token of a comma, -1 when there is none. */
  int comma() {
    return vocabulary.getOrDefault("," + END_OF_WORD, -1);
  }

  /** Token ids of a text, without start and end. */
  public List<Integer> encode(String text) {
    String clean =
        BLANKS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
            .replaceAll(" ")
            .toLowerCase(Locale.ROOT);
    List<Integer> ids = new ArrayList<>();
    for (Matcher word = WORDS.matcher(clean); word.find(); ) {
      for (String piece : merge(letters(word.group()))) {
        ids.add(vocabulary.getOrDefault(piece, end));
      }
    }
    return ids;
  }

  private List<String> letters(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    List<String> letters = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      letters.add(alphabet[bytes[i] & 0xff] + (i == bytes.length - 1 ? END_OF_WORD : ""));
    }
    return letters;
  }

  /** Join the pair that was learned first, everywhere, until no pair is known. */
  private List<String> merge(List<String> pieces) {
    List<String> word = pieces;
    while (word.size() > 1) {
      int best = Integer.MAX_VALUE;
      for (int i = 0; i < word.size() - 1; i++) {
        best = Math.min(best, rank(word, i));
      }
      if (best == Integer.MAX_VALUE) {
        return word;
      }
      List<String> joined = new ArrayList<>(word.size());
      for (int i = 0; i < word.size(); i++) {
        if (i < word.size() - 1 && rank(word, i) == best) {
          joined.add(word.get(i) + word.get(i + 1));
          i++;
        } else {
          joined.add(word.get(i));
        }
      }
      word = joined;
    }
    return word;
  }

  private int rank(List<String> word, int index) {
    return ranks.getOrDefault(word.get(index) + " " + word.get(index + 1), Integer.MAX_VALUE);
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new BadRequest("the tokenizer's vocab.json has no " + token + "; copy it again");
    }
    return id;
  }

  /** Each byte as a printable character: itself where it is one, else from U+0100 on. */
  private static String[] byteAlphabet() {
    String[] alphabet = new String[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      alphabet[b] = String.valueOf((char) (printable ? b : next++));
    }
    return alphabet;
  }
}
