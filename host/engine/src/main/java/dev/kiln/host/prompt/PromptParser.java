package dev.kiln.host.prompt;

import dev.kiln.host.prompt.PromptWeights.WeightedText;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * From the parts of a prompt to chunks of weighted tokens, in webUI's order: schedules, then
 * emphasis, then tokens. Safe from any thread.
 */
public final class PromptParser {
  /**
   * A token stands for four to five characters of English, so this is twice what fits the most
   * chunks; it leaves room for brackets and bounds the work before any is done.
   */
  static final int MOST_CHARACTERS = 50_000;

  /**
   * Of all parts of a prompt, at all steps that change one: each chunk is 77 embeddings in the
   * heap, some 240 KB for Stable Diffusion 1. An alternation over 1000 steps of two evaluations
   * fits.
   */
  static final int MOST_CHUNKS = 2_000;

  private static final String AND = " AND ";

  private final ClipTokenizer tokenizer;
  private final AddedWords words;
  private final EmphasisMode emphasis;
  private final StepRange evaluations;

  /**
   * @param words beside those of the tokenizer
   * @param evaluations of the model in the whole pass
   */
  public PromptParser(
      ClipTokenizer tokenizer, AddedWords words, EmphasisMode emphasis, StepRange evaluations) {
    this.tokenizer = tokenizer;
    this.words = words;
    this.emphasis = emphasis;
    this.evaluations = evaluations;
  }

  /**
   * @param parts without tags
   * @throws BadRequest when the prompt is too long, has too many parts and changes, or a weight in
   *     it is no finite number
   */
  public ParsedPrompt prompt(List<Prompt.Part> parts) {
    checkLength(parts.stream().map(Prompt.Part::text).collect(Collectors.joining(AND)));
    List<ParsedPrompt.Part> parsed = new ArrayList<>();
    int chunks = 0;
    for (Prompt.Part part : parts) {
      parsed.add(part(part.text(), part.weight(), MOST_CHUNKS - chunks));
      chunks += chunks(parsed.get(parsed.size() - 1));
    }
    return new ParsedPrompt(parsed);
  }

  private static int chunks(ParsedPrompt.Part part) {
    return part.entries().size() * part.entries().get(0).chunks().size();
  }

  /**
   * A tag that is left in a negative prompt is drawn as words, as in webUI.
   *
   * @throws BadRequest when the prompt is too long or a weight in it is no finite number
   */
  public ParsedPrompt negative(Prompt.Part negative) {
    String text = negative.tagged();
    checkLength(text);
    return new ParsedPrompt(List.of(part(text, 1, MOST_CHUNKS)));
  }

  private static void checkLength(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new BadRequest(
          "the prompt has %d characters, at most %d are read: make it shorter"
              .formatted(text.length(), MOST_CHARACTERS));
    }
  }

  private ParsedPrompt.Part part(String text, double weight, int left) {
    List<PromptSchedule.Entry> schedule = PromptSchedule.of(text, evaluations);
    Map<String, List<PromptChunk>> chunks = new HashMap<>();
    int most = 1;
    for (PromptSchedule.Entry entry : schedule) {
      most = Math.max(most, chunks.computeIfAbsent(entry.text(), this::chunks).size());
      if (most * schedule.size() > left) {
        throw new BadRequest(
            "the prompt takes more than %d chunks of tokens in all its parts and at all steps that change it: make it shorter, or let it have fewer parts or changes"
                .formatted(MOST_CHUNKS));
      }
    }
    int length = most;
    chunks.replaceAll((words, found) -> padded(found, length));
    return new ParsedPrompt.Part(
        weight,
        schedule.stream()
            .map(entry -> new ParsedPrompt.Entry(entry.endAt(), chunks.get(entry.text())))
            .toList());
  }

  private List<PromptChunk> chunks(String text) {
    return PromptChunks.of(
        emphasis == EmphasisMode.NONE
            ? List.of(List.of(new WeightedText(text, 1)))
            : PromptWeights.of(text),
        tokenizer,
        words);
  }

  private List<PromptChunk> padded(List<PromptChunk> chunks, int count) {
    List<PromptChunk> padded = new ArrayList<>(chunks);
    padded.addAll(Collections.nCopies(count - chunks.size(), PromptChunks.empty(tokenizer)));
    return padded;
  }
}
