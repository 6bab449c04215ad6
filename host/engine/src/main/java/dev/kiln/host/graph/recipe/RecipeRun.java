package dev.kiln.host.graph.recipe;

import dev.kiln.host.Printable;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.edit.PinnedWidths;
import dev.kiln.host.graph.live.NotLive;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Applies a recipe to one graph. */
final class RecipeRun {
  private final GraphRecipe recipe;
  private final Graph graph;
  private final GraphEdit edit;

  RecipeRun(GraphRecipe recipe, Graph graph) {
    this.recipe = recipe;
    this.graph = graph;
    this.edit = new GraphEdit(graph, recipe.kind(), recipe.shape());
  }

  RecipeReport run() {
    patch(false);
    List<AttentionReport.Choice> choices = new ArrayList<>();
    if (!recipe.optimizers().isEmpty()) {
      List<AttentionSite> sites = edit.attention();
      PinnedWidths widths = edit.widths();
      sites.forEach(site -> choices.add(choose(site, widths)));
    }
    patch(true);
    ConvolutionReport convolutions = new ConvolutionRun(recipe, edit).run();
    edit.finish();
    return new RecipeReport(new AttentionReport(choices), convolutions, edit.warnings());
  }

  private void patch(boolean last) {
    for (GraphPart<GraphPatch> patch : recipe.patches()) {
      if (patch.hook().last() == last) {
        attributed(
            patch,
            "patch of " + graph.name(),
            () -> {
              apply(patch.hook());
              return true;
            });
      }
    }
  }

  private void apply(GraphPatch patch) {
    int told = edit.warnings().size();
    patch.apply(edit);
    if (recipe.isVariant() && !(patch instanceof VariantPatch)) {
      // Of the whole network it says itself what holds; a variant may lack what it looks for.
      edit.warnings().subList(told, edit.warnings().size()).clear();
    }
  }

  /** A candidate's answer for a site. */
  private record Answer(AttentionCandidate candidate, Support support) {}

  private AttentionReport.Choice choose(AttentionSite site, PinnedWidths widths) {
    List<Answer> answers =
        recipe.optimizers().stream()
            .map(
                candidate ->
                    new Answer(
                        candidate,
                        attributed(
                            candidate.part(),
                            "attention " + site.path(),
                            () ->
                                candidate.hook().supports(site, recipe.context(candidate.part())))))
            .toList();
    int best =
        answers.stream()
            .filter(answer -> answer.support().supported())
            .mapToInt(answer -> answer.candidate().rank())
            .max()
            .orElse(Integer.MIN_VALUE);
    List<Answer> winners =
        answers.stream()
            .filter(answer -> answer.support().supported() && answer.candidate().rank() == best)
            .toList();
    if (winners.size() > 1) {
      throw new BadRequest(
          "the attention at %s is claimed by %s with equal rank %d; ask for one of them by name"
              .formatted(site.path(), names(winners), best));
    }
    if (winners.isEmpty()) {
      return new AttentionReport.Choice(site.path(), site.kind(), "", "", refusals(answers));
    }
    Answer winner = winners.get(0);
    write(site, winner.candidate().part(), widths);
    return new AttentionReport.Choice(
        site.path(),
        site.kind(),
        winner.candidate().name(),
        winner.candidate().part().plugin(),
        winner.support().reason());
  }

  private void write(AttentionSite site, GraphPart<AttentionOptimizer> part, PinnedWidths widths) {
    attributed(
        part,
        "attention " + site.path(),
        () -> {
          Value result =
              part.hook()
                  .attend(widths.read(site), edit.editor().at(site.path()), recipe.context(part));
          edit.replace(site.output(), widths.given(site, result));
          return result;
        });
  }

  private static List<String> names(List<Answer> answers) {
    return answers.stream().map(answer -> answer.candidate().name()).toList();
  }

  private static String refusals(List<Answer> answers) {
    return String.join(
        "; ",
        answers.stream()
            .map(answer -> answer.candidate().name() + ": " + answer.support().reason())
            .toList());
  }

  /**
   * What a plugin throws is reported with its id and place; errors that the user can correct stay
   * as they are.
   */
  static <T> T attributed(GraphPart<?> part, String place, Supplier<T> call) {
    try {
      return call.get();
    } catch (BadRequest | NotLive e) {
      throw e;
    } catch (Throwable e) {
      Throwable told = Printable.of(e);
      throw new GraphProblem(
          part,
          "plugin '" + part.plugin() + "' failed in " + place + ": " + told.getMessage(),
          told);
    }
  }
}
