package dev.kiln.host.prompt;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as chunks of tokens: AND parts, each with what it says at which evaluation.
 *
 * @param parts at least one
 */
public record ParsedPrompt(List<Part> parts) {
  /** Far more than a model follows; keeps hostile input from costing time. */
  private static final int MOST_CHARACTERS = 10_000;

  /** One AND part and its weight. */
  public record Part(double weight, List<Entry> entries) {}

  /**
   * What a part says for a while; all entries of a part have the same number of chunks.
   *
   * @param endAt the last evaluation that uses it
   */
  public record Entry(int endAt, List<PromptChunk> chunks) {}

  /**
   * Parse a prompt with AND.
   *
   * @param evaluations how often the model is evaluated: the scale of schedules
   */
  public static ParsedPrompt parse(
      String prompt, int evaluations, EmphasisMode emphasis, ClipTokenizer tokenizer) {
    checkLength("prompt", prompt);
    return new ParsedPrompt(
        PromptParts.split(prompt).stream()
            .map(
                part ->
                    new Part(part.weight(), entries(part.text(), evaluations, emphasis, tokenizer)))
            .toList());
  }

  /** Parse a negative prompt: one part, AND is a word like any other. */
  public static ParsedPrompt parseNegative(
      String prompt, int evaluations, EmphasisMode emphasis, ClipTokenizer tokenizer) {
    checkLength("negative prompt", prompt);
    return new ParsedPrompt(
        List.of(new Part(1, entries(prompt, evaluations, emphasis, tokenizer))));
  }

  /**
   * @throws BadRequest when a prompt is too long to be meant
   */
  public static void checkLength(String name, String prompt) {
    if (prompt.length() > MOST_CHARACTERS) {
      throw new BadRequest(
          "the "
              + name
              + " has "
              + prompt.length()
              + " characters; at most "
              + MOST_CHARACTERS
              + " are read, shorten it");
    }
  }

  private static List<Entry> entries(
      String text, int evaluations, EmphasisMode emphasis, ClipTokenizer tokenizer) {
    PromptChunks chunker = new PromptChunks(tokenizer);
    List<Entry> entries = new ArrayList<>();
    for (PromptSchedule.Entry entry : PromptSchedule.parse(text, evaluations)) {
      entries.add(
          new Entry(entry.endAt(), chunker.chunks(PromptWeights.parse(entry.text(), emphasis))));
    }
    int longest = entries.stream().mapToInt(entry -> entry.chunks().size()).max().orElseThrow();
    return entries.stream().map(entry -> padded(entry, longest, chunker)).toList();
  }

  private static Entry padded(Entry entry, int chunks, PromptChunks chunker) {
    List<PromptChunk> all = new ArrayList<>(entry.chunks());
    while (all.size() < chunks) {
      all.add(chunker.empty());
    }
    return new Entry(entry.endAt(), List.copyOf(all));
  }
}
