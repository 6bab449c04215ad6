package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The prompts of all pictures of a request.
 *
 * @param pictures the prompt of each picture, in the order of their seeds; mostly they are equal
 * @param scope where tags like {@code <lora:cape:1>} act
 */
@ValueType
public record Prompts(List<Prompt> pictures, TagScope scope) {
  public Prompts {
    pictures = List.copyOf(pictures);
  }

  /** Where a tag of an AND part acts. */
  public enum TagScope {
    /** In the whole picture, as in webUI. */
    PICTURE,
    /** In the rows of its own part alone. */
    PART
  }

  /**
   * The prompts of a request for one picture.
   *
   * @throws dev.kiln.spi.BadRequest when the weight of a part is too large for a number
   */
  public static Prompts of(String prompt, String negative) {
    return new Prompts(List.of(Prompt.of(prompt, negative)), TagScope.PICTURE);
  }

  /** Each prompt once, in the order of the pictures. */
  public List<Prompt> distinct() {
    return pictures.stream().distinct().toList();
  }

  /** The same with each distinct prompt changed, once. */
  public Prompts map(UnaryOperator<Prompt> change) {
    Map<Prompt, Prompt> changed = new HashMap<>();
    return new Prompts(
        pictures.stream().map(prompt -> changed.computeIfAbsent(prompt, change)).toList(), scope);
  }

  public Prompts withScope(TagScope other) {
    return new Prompts(pictures, other);
  }
}
