package dev.kiln.host.graph.recipe;

import java.util.List;

/**
 * The result of applying a recipe.
 *
 * @param attention which optimizer computes which attention
 * @param warnings warnings of the patches for the user
 */
public record RecipeReport(AttentionReport attention, List<String> warnings) {
  /** Of a graph that stays as it is. */
  public static final RecipeReport UNTOUCHED =
      new RecipeReport(new AttentionReport(List.of()), List.of());

  public RecipeReport {
    warnings = List.copyOf(warnings);
  }
}
