package dev.kiln.host.graph.recipe;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of applying a recipe.
 *
 * @param attention which optimizer computes which attention
 * @param convolutions which optimizer computes which convolution
 * @param warnings warnings of the patches for the user
 */
public record RecipeReport(
    AttentionReport attention, ConvolutionReport convolutions, List<String> warnings) {
  /** Of a graph that stays as it is. */
  public static final RecipeReport UNTOUCHED =
      new RecipeReport(new AttentionReport(List.of()), ConvolutionReport.NONE, List.of());

  public RecipeReport {
    warnings = List.copyOf(warnings);
  }

  /** All places that plugins compute. */
  List<Taken> taken() {
    Stream<Taken> attentions =
        attention.choices().stream()
            .filter(AttentionReport.Choice::isTaken)
            .map(one -> new Taken(Taken.Operator.ATTENTION, one.path(), one.plugin()));
    Stream<Taken> convolved =
        convolutions.choices().stream()
            .filter(ConvolutionReport.Choice::isTaken)
            .map(one -> new Taken(Taken.Operator.CONVOLUTION, one.path(), one.plugin()));
    return Stream.concat(attentions, convolved).toList();
  }
}
