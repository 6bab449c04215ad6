package dev.kiln.host.graph.recipe;

import java.util.List;

/**
 * What became of a graph.
 *
 * @param attention who computes which attention
 * @param warnings what the patches have to say to the user
 */
public record RecipeReport(AttentionReport attention, List<String> warnings) {
  /** Of a graph that stays as it is. */
  public static final RecipeReport UNTOUCHED =
      new RecipeReport(new AttentionReport(List.of()), List.of());

  public RecipeReport {
    warnings = List.copyOf(warnings);
  }
}
