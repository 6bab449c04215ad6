package dev.kiln.host.pipeline.condition;

import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The conditions of each picture of a request; equal prompts share theirs. */
public final class PictureConditions {
  /** What is drawn of a prompt: what is written in the infotext may differ. */
  private record Words(List<Prompt.Part> parts, Prompt.Part negative) {
    static Words of(Prompt prompt) {
      return new Words(prompt.parts(), prompt.negative());
    }
  }

  private final List<Words> pictures;
  private final Map<Words, Conditions> made;

  private PictureConditions(List<Words> pictures, Map<Words, Conditions> made) {
    this.pictures = pictures;
    this.made = made;
  }

  public static PictureConditions of(Prompts prompts, Function<Prompt, Conditions> make) {
    Map<Words, Conditions> made = new LinkedHashMap<>();
    for (Prompt prompt : prompts.distinct()) {
      made.computeIfAbsent(Words.of(prompt), words -> make.apply(prompt));
    }
    return new PictureConditions(prompts.pictures().stream().map(Words::of).toList(), made);
  }

  public PictureConditions map(UnaryOperator<Conditions> change) {
    Map<Words, Conditions> changed = new LinkedHashMap<>();
    made.forEach((words, conditions) -> changed.put(words, change.apply(conditions)));
    return new PictureConditions(pictures, changed);
  }

  /**
   * The conditions of the pictures of one pass.
   *
   * @param first of them, from 0
   */
  public List<Conditions> of(int first, int count) {
    return pictures.subList(first, first + count).stream().map(made::get).toList();
  }

  /** The most rows that a picture has, its negative prompt among them. */
  public int mostRows() {
    return made.values().stream().mapToInt(it -> it.parts().size() + 1).max().orElseThrow();
  }

  /** The most tokens that a row has. */
  public int mostTokens() {
    return made.values().stream().mapToInt(Conditioner::longest).max().orElseThrow();
  }
}
