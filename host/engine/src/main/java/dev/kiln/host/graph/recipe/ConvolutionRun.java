package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has the convolutions of one graph written by those that a recipe gives them to. */
final class ConvolutionRun {
  private final GraphRecipe recipe;
  private final GraphEdit edit;

  /** What sites gave before, and what is there instead. */
  private final Map<Value, Value> replaced = new LinkedHashMap<>();

  ConvolutionRun(GraphRecipe recipe, GraphEdit edit) {
    this.recipe = recipe;
    this.edit = edit;
  }

  ConvolutionReport run() {
    if (recipe.convolutions().candidates().isEmpty()) {
      return ConvolutionReport.NONE;
    }
    List<ConvolutionSite> sites = edit.convolutions();
    List<Choice> choices = choices(recipe, sites);
    List<Choice> written = new ArrayList<>();
    for (int i = 0; i < sites.size(); i++) {
      Choice choice = choices.get(i);
      written.add(choice.isTaken() ? write(sites.get(i), choice) : choice);
    }
    edit.replaceAll(replaced);
    return new ConvolutionReport(written);
  }

  /** Who would compute the sites, without that anything is written. */
  static List<Choice> choices(GraphRecipe recipe, List<ConvolutionSite> sites) {
    return new ConvolutionAssignment(recipe.convolutions(), recipe.shape()).assign(sites);
  }

  private Choice write(ConvolutionSite site, Choice choice) {
    ConvolutionCandidate candidate =
        recipe.convolutions().candidates().stream()
            .filter(one -> one.name().equals(choice.winner()))
            .findFirst()
            .orElseThrow();
    GraphEditor editor = edit.editor().at(site.path());
    try {
      Value result =
          RecipeRun.attributed(
              candidate.part(),
              "convolution " + site.path(),
              () -> {
                ConvolutionSite now = reading(site);
                var context = recipe.context(candidate.part());
                return editor.like(candidate.hook().convolve(now, editor, context), site.output());
              });
      replaced.put(site.output(), result);
      return choice;
    } catch (GraphProblem e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        String reason = choice.winner() + ": no memory is left for its weights";
        return new Choice(site.path(), site.shape(), "", "", reason, 0);
      }
      throw e;
    }
  }

  /** What a convolution reads may be what another gave that was written before. */
  private ConvolutionSite reading(ConvolutionSite site) {
    Value input = replaced.getOrDefault(site.input(), site.input());
    return new ConvolutionSite(
        site.path(), input, site.weights(), site.bias(), site.shape(), site.output());
  }
}
