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
import java.util.Optional;

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
    ConvolutionPlan plan = recipe.convolutions();
    if (plan.candidates().isEmpty()) {
      return ConvolutionReport.NONE;
    }
    List<ConvolutionSite> sites = edit.convolutions();
    List<Choice> choices = choices(sites, plan);
    List<Choice> written = new ArrayList<>();
    for (int i = 0; i < sites.size(); i++) {
      Choice choice = choices.get(i);
      written.add(choice.isTaken() ? write(sites.get(i), choice) : choice);
    }
    edit.replaceAll(replaced);
    return new ConvolutionReport(written);
  }

  private List<Choice> choices(List<ConvolutionSite> sites, ConvolutionPlan plan) {
    if (plan.winners().isEmpty()) {
      return new ConvolutionAssignment(
              plan.candidates(), recipe.shape(), ConvolutionAssignment.Times.UNKNOWN)
          .assign(sites);
    }
    Map<String, String> winners = plan.winners().get();
    return sites.stream().map(site -> planned(site, winners.getOrDefault(site.path(), ""))).toList();
  }

  private Choice planned(ConvolutionSite site, String winner) {
    return candidate(winner)
        .map(
            found ->
                new Choice(
                    site.path(),
                    site.shape(),
                    winner,
                    found.part().plugin(),
                    "measured here",
                    RecipeRun.attributed(
                        found.part(),
                        "convolution " + site.path(),
                        () -> found.hook().bytes(site, recipe.context(found.part())))))
        .orElseGet(
            () -> new Choice(site.path(), site.shape(), "", "", "measured here: nothing gains", 0));
  }

  private Optional<ConvolutionCandidate> candidate(String name) {
    return recipe.convolutions().candidates().stream()
        .filter(one -> one.name().equals(name))
        .findFirst();
  }

  private Choice write(ConvolutionSite site, Choice choice) {
    ConvolutionCandidate candidate = candidate(choice.winner()).orElseThrow();
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
