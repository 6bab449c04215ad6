package dev.kiln.host.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of OpenAI's CLIP, which every Stable Diffusion 1 and 2 model has and no
 * single-file checkpoint carries. All of it follows from the merges: first the 256 bytes, then the
 * same at the end of a word, then what each merge makes, then the two special tokens.
 *
 * @param entries of the vocabulary: {@link #ALL}, or fewer for a part of it
 * @param padding the token that fills a chunk: "!" for OpenCLIP's models, the end token for
 *     OpenAI's
 */
record ClipVocabulary(int entries, String padding) implements Vocabulary {
  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  private static final String END_OF_WORD = "</w>";
  private static final String VERSION = "#version";
  private static final int BYTES = 256;
  private static final int SPECIALS = 2;

  static final int ALL = 49408;

  @Override
  public Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>(1 << 17);
    for (String end : List.of("", END_OF_WORD)) {
      for (int symbol : symbols()) {
        ids.put((char) symbol + end, ids.size());
      }
    }
    for (String line : lines()) {
      ids.put(line.replace(" ", ""), ids.size());
    }
    ids.put(START, ids.size());
    ids.put(END, ids.size());
    return ids;
  }

  /** Whether a byte is a visible character of Latin-1, and so written as itself. */
  static boolean visible(int value) {
    return value > ' ' && value < 0x7f || value > 0xa0 && value != 0xad;
  }

  /** Bytes by visible characters, in the order of GPT-2: printable ones first, as themselves. */
  private static int[] symbols() {
    int[] symbols = new int[BYTES];
    int at = 0;
    for (int value = 0; value < BYTES; value++) {
      if (visible(value)) {
        symbols[at++] = value;
      }
    }
    for (int other = BYTES; at < BYTES; other++) {
      symbols[at++] = other;
    }
    return symbols;
  }

  @Override
  public Map<Long, BytePairs.Merge> merges(Map<String, Integer> ids) {
    Map<Long, BytePairs.Merge> merges = new HashMap<>(1 << 17);
    List<String> lines = lines();
    for (int rank = 0; rank < lines.size(); rank++) {
      String[] pair = lines.get(rank).split(" ");
      merges.put(
          BytePairs.pair(ids.get(pair[0]), ids.get(pair[1])),
          new BytePairs.Merge(rank, ids.get(pair[0] + pair[1])));
    }
    return merges;
  }

  @Override
  public String special(String name, String otherwise) {
    return name.equals("pad_token") ? padding : otherwise;
  }

  /**
   * Write the files of a {@code tokenizer/} folder.
   *
   * @throws IOException when it cannot be written
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectMapper json = new ObjectMapper();
    Map<String, Integer> ids = new TreeMap<>(Comparator.comparing(ids()::get));
    ids.putAll(ids());
    json.writeValue(folder.resolve("vocab.json").toFile(), ids);
    String merges = VERSION + ": 0.2\n" + String.join("\n", lines()) + "\n";
    Files.writeString(folder.resolve("merges.txt"), merges);
    json.writeValue(
        folder.resolve("special_tokens_map.json").toFile(),
        Map.of("bos_token", START, "eos_token", END, "pad_token", padding));
  }

  private List<String> lines() {
    try (InputStream packed = ClipVocabulary.class.getResourceAsStream("clip/merges.txt.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Objects.requireNonNull(packed)), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith(VERSION))
          .limit(entries - 2 * BYTES - SPECIALS)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
