package dev.kiln.host.prompt;

import java.util.List;

/**
 * A prompt as the text encoder takes it.
 *
 * @param parts the conditions that AND joins; a negative prompt has one
 */
public record ParsedPrompt(List<Part> parts) {
  public ParsedPrompt {
    parts = List.copyOf(parts);
  }

  /**
   * One condition.
   *
   * @param weight factor of its guidance
   * @param entries in order of time; all have the same number of chunks
   */
  public record Part(double weight, List<Entry> entries) {
    public Part {
      entries = List.copyOf(entries);
    }

    /** What is read at an evaluation of the model; the first one has number 0. */
    public Entry at(int evaluation) {
      return entries.stream()
          .filter(entry -> evaluation <= entry.endAt())
          .findFirst()
          .orElseGet(() -> entries.get(entries.size() - 1));
    }
  }

  /**
   * @param endAt the last evaluation that reads this, counted from 0; the last entry's is the
   *     number of all evaluations, so it serves to the end
   */
  public record Entry(int endAt, List<PromptChunk> chunks) {
    public Entry {
      chunks = List.copyOf(chunks);
    }
  }
}
