package dev.kiln.host.graph.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.recipe.AttentionReport.Choice;
import dev.kiln.spi.graph.AttentionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is when a network fails. */
class GraphProblemTest {
  private static final RecipeReport TWO =
      report(
          choice("/down/attn1", "one"), choice("/up/attn1", "other"), choice("/up/attn2", "other"));

  @Test
  void aPlaceThatTheReasonNamesIsItsPlugins() {
    assertThat(of(TWO, "no kernel for /up/attn1/MatMul"))
        .isInstanceOf(GraphProblem.class)
        .hasMessage("plugin 'other' failed in attention /up/attn1: no kernel for /up/attn1/MatMul");
  }

  @Test
  void withoutAPlaceAllAreNamedThatTookPart() {
    RuntimeException problem = of(TWO, "bad allocation");
    assertThat(problem)
        .hasMessage("a network failed in which plugins 'one', 'other' took part: bad allocation");
    assertThat(((GraphProblem) problem).plugin()).isEqualTo("one");
    assertThat(of(report(choice("/attn1", "one")), "bad allocation"))
        .hasMessage("a network failed in which plugin 'one' took part: bad allocation");
  }

  @Test
  void withoutAPluginItStaysWhatItWas() {
    var failure = new IllegalStateException("bad allocation");
    assertThat(GraphProblem.of(RecipeReport.UNTOUCHED, failure)).isSameAs(failure);
  }

  private static RuntimeException of(RecipeReport report, String reason) {
    return GraphProblem.of(report, new IllegalStateException(reason));
  }

  private static RecipeReport report(Choice... choices) {
    return new RecipeReport(
        new AttentionReport(List.of(choices)), ConvolutionReport.NONE, List.of());
  }

  private static Choice choice(String path, String plugin) {
    return new Choice(path, AttentionKind.SELF, "fast", plugin, "it is the fastest");
  }
}
