package dev.kiln.host.prompt;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * CLIP's text to token ids, as transformers' CLIPTokenizer does it where ftfy is installed, which
 * it is in webUI. Safe from any thread.
 */
public final class ClipTokenizer {
  /** Entries of CLIP's own vocabulary. */
  public static final int CLIP_ENTRIES = ClipVocabulary.ALL;

  private static final String END_OF_WORD = "</w>";
  private static final Pattern BLANKS = Pattern.compile("(?U)\\s+");

  /** Contractions, runs of letters, single digits, runs of anything else but blanks. */
  private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+";

  private final Pattern specialEdges;
  private final Pattern words;
  private final Map<String, Integer> specials;
  private final BytePairs pairs;

  /** Ids of the 256 bytes inside a word, then of the same bytes at its end. */
  private final int[] inner;

  private final int[] last;

  private final int start;
  private final int end;
  private final int padding;
  private final Optional<Integer> comma;

  private ClipTokenizer(Vocabulary files) {
    Map<String, Integer> vocabulary = files.ids();
    pairs = new BytePairs(files.merges(vocabulary));
    String startToken = files.special("bos_token", "<|startoftext|>");
    String endToken = files.special("eos_token", "<|endoftext|>");
    start = id(vocabulary, startToken);
    end = id(vocabulary, endToken);
    padding = id(vocabulary, files.special("pad_token", endToken));
    comma = Optional.ofNullable(vocabulary.get("," + END_OF_WORD));
    specials = Map.of(startToken, start, endToken, end);
    String special = Pattern.quote(startToken) + "|" + Pattern.quote(endToken);
    specialEdges = Pattern.compile("(?<=%s)|(?=%s)".formatted(special, special));
    words = Pattern.compile("(?U)" + special + "|" + WORDS);
    inner = byteIds(vocabulary, "");
    last = byteIds(vocabulary, END_OF_WORD);
  }

  /**
   * Read {@code vocab.json}, {@code merges.txt} and, where they are, the names of special tokens.
   *
   * @param folder a model's {@code tokenizer/}
   * @throws BadRequest naming the file that is missing or broken
   */
  public static ClipTokenizer read(Path folder) {
    return new ClipTokenizer(new TokenizerFiles(folder));
  }

  /** The tokenizer of OpenAI's CLIP, for checkpoints that bring none: Stable Diffusion 1. */
  public static ClipTokenizer openAi() {
    return new ClipTokenizer(new ClipVocabulary(ClipVocabulary.ALL, ClipVocabulary.END));
  }

  /** The tokenizer of OpenCLIP, which fills up with "!": Stable Diffusion 2. */
  public static ClipTokenizer openClip() {
    return new ClipTokenizer(new ClipVocabulary(ClipVocabulary.ALL, "!"));
  }

  /**
   * Write CLIP's vocabulary, or its most frequent part, as a {@code tokenizer/} folder.
   *
   * @param entries at least 514: bytes and special tokens
   * @param padding the token that fills a chunk
   * @throws IOException when it cannot be written
   */
  public static void save(Path folder, int entries, String padding) throws IOException {
    new ClipVocabulary(entries, padding).write(folder);
  }

  /** Ids without start, end and padding. */
  public int[] encode(String text) {
    IntStream.Builder ids = IntStream.builder();
    for (String part : specialEdges.split(text)) {
      Matcher word = words.matcher(clean(part));
      while (word.find()) {
        Integer special = specials.get(word.group());
        if (special != null) {
          ids.add(special);
        } else {
          Arrays.stream(pairs.encode(symbols(word.group()))).forEach(ids::add);
        }
      }
    }
    return ids.build().toArray();
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** What stands after the end: the end again in SD 1, "!" in SD 2. */
  public int padding() {
    return padding;
  }

  boolean isComma(int id) {
    return comma.isPresent() && comma.get() == id;
  }

  private static String clean(String text) {
    String fixed = isPlain(text) ? text : FixedText.of(text);
    return BLANKS.matcher(fixed).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  /** Letters of ASCII without entities, in which nothing is fixed: most prompts, without tables. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < ' ' || letter > '~' || letter == '&') {
        return false;
      }
    }
    return true;
  }

  private int[] symbols(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = (i == bytes.length - 1 ? last : inner)[bytes[i] & 0xff];
    }
    return symbols;
  }

  /**
   * GPT-2's alphabet: a byte that is a visible Latin-1 character is itself, the n-th of the others
   * is U+0100 + n.
   */
  private static int[] byteIds(Map<String, Integer> vocabulary, String suffix) {
    int[] ids = new int[256];
    int hidden = 0;
    for (int b = 0; b < 256; b++) {
      char letter = (char) (ClipVocabulary.visible(b) ? b : 0x100 + hidden++);
      ids[b] = id(vocabulary, letter + suffix);
    }
    return ids;
  }

  private static int id(Map<String, Integer> vocabulary, String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new BadRequest(
          "the tokenizer's vocab.json has no token '%s': it is not a CLIP vocabulary"
              .formatted(token));
    }
    return id;
  }
}
