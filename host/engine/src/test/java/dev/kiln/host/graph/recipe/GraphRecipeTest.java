package dev.kiln.host.graph.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphRecipeTest {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  @Test
  void theHighestRankWinsASiteAndTheReportSaysWhy() {
    Graph graph = graph();
    AttentionReport report =
        recipe("", List.of(optimizer("fused", 20), optimizer("self-only", 40)))
            .apply(graph)
            .attention();
    assertThat(report.summary()).isEqualTo("6/6 sites");
    assertThat(report.choices())
        .allSatisfy(
            choice ->
                assertThat(choice.winner())
                    .isEqualTo(choice.kind() == AttentionKind.SELF ? "self-only" : "fused"));
    assertThat(report.choices().get(0).reason()).isEqualTo("rank 40");
    assertThat(graph.nodes()).noneMatch(node -> node.is("Softmax"));
  }

  @Test
  void whoIsAskedForByNameIsTheOnlyOne() {
    AttentionReport report =
        recipe("self-only", List.of(optimizer("fused", 90), optimizer("self-only", 1)))
            .apply(graph())
            .attention();
    assertThat(report.summary()).isEqualTo("3/6 sites");
    assertThat(report.choices().get(1).reason()).isEqualTo("self-only: cross attention");
  }

  @Test
  void equalRanksAreRefused() {
    assertThatThrownBy(
            () -> recipe("", List.of(optimizer("a", 5), optimizer("b", 5))).apply(graph()))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the attention at /down_blocks.0/attentions.0/transformer_blocks.0/attn1 is claimed by"
                + " [a, b] with equal rank 5; ask for one of them by name");
  }

  @Test
  void theHashOfOperatorsIsThatOfWhatIsComputedWhoeverWasAsked() {
    String plain = OperatorHash.of(graph());
    Graph ranked = graph();
    recipe("", List.of(optimizer("fused", 20))).apply(ranked);
    Graph named = graph();
    recipe("fused", List.of(optimizer("fused", 90))).apply(named);

    assertThat(OperatorHash.of(graph())).isEqualTo(plain);
    assertThat(OperatorHash.of(ranked)).isNotEqualTo(plain).isEqualTo(OperatorHash.of(named));
  }

  @Test
  void aFailureNamesThePluginAndTheSite() {
    assertThatThrownBy(() -> recipe("", List.of(optimizer("broken", 5))).apply(graph()))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'plugin-broken' failed in attention"
                + " /down_blocks.0/attentions.0/transformer_blocks.0/attn1: wrong");
  }

  @Test
  void patchesApplyInOrderBeforeTheOptimizers() {
    List<String> calls = new ArrayList<>();
    GraphRecipe recipe =
        new GraphRecipe(
            NetworkKind.UNET,
            List.of(patch("one", false, calls), patch("two", false, calls)),
            List.of(),
            "",
            SHAPE);
    assertThat(recipe.apply(graph()).attention().summary()).isEqualTo("0/0 sites");
    assertThat(calls).containsExactly("one 6", "two 6");
  }

  @Test
  void whoComesLastSeesWhatTheOptimizersLeave() {
    List<String> calls = new ArrayList<>();
    Value softmax =
        graph().nodes().stream()
            .filter(node -> node.is("Softmax"))
            .findFirst()
            .map(node -> new Value(node.output()))
            .orElseThrow();
    GraphPart<GraphPatch> whole = patch("whole", false, calls);
    GraphPart<GraphPatch> last =
        new GraphPart<>("plugin-last", "jar", "", new Last(softmax, calls), whole.context());
    GraphRecipe recipe =
        new GraphRecipe(
            NetworkKind.UNET, List.of(last, whole), List.of(optimizer("fused", 1)), "", SHAPE);
    recipe.apply(graph());
    assertThat(calls).containsExactly("whole 6", "last without a softmax");
    assertThat(recipe.takesWeights()).isTrue();
    assertThat(withPatch(whole, SHAPE).takesWeights()).isFalse();
  }

  private record Last(Value softmax, List<String> calls) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "last";
    }

    @Override
    public boolean last() {
      return true;
    }

    @Override
    public void apply(NetworkGraph network) {
      boolean found = network.operator(softmax).isPresent();
      calls.add(found ? "last with a softmax" : "last without a softmax");
    }
  }

  @Test
  void theShapeCountsOnlyWhereAPartWantsIt() {
    List<String> calls = new ArrayList<>();
    GraphRecipe free = withPatch(patch("one", false, calls), SHAPE);
    GraphRecipe bound = withPatch(patch("one", true, calls), SHAPE);
    NetworkShape other = new NetworkShape(2, 32, 16, 77);
    assertThat(free.shape()).isEmpty();
    assertThat(bound.shape()).contains(SHAPE);
    assertThat(free.fingerprint("m"))
        .isEqualTo(withPatch(patch("one", false, calls), other).fingerprint("m"))
        .isNotEqualTo(free.fingerprint("n"))
        .isNotEqualTo(withPatch(patch("two", false, calls), SHAPE).fingerprint("m"))
        .hasSize(64);
    assertThat(bound.fingerprint("m"))
        .isNotEqualTo(withPatch(patch("one", true, calls), other).fingerprint("m"));
  }

  private static GraphRecipe withPatch(GraphPart<GraphPatch> patch, NetworkShape shape) {
    return new GraphRecipe(NetworkKind.UNET, List.of(patch), List.of(), "", shape);
  }

  private static GraphRecipe recipe(String chosen, List<AttentionCandidate> optimizers) {
    return new GraphRecipe(NetworkKind.UNET, List.of(), optimizers, chosen, SHAPE);
  }

  private static Graph graph() {
    return OnnxReader.read(Networks.fixture("unet-sdpa-17.onnx"));
  }

  private static GraphPart<GraphPatch> patch(String name, boolean shaped, List<String> calls) {
    GraphPatch patch =
        new GraphPatch() {
          @Override
          public String fingerprint() {
            return name;
          }

          @Override
          public boolean dependsOnShape() {
            return shaped;
          }

          @Override
          public void apply(NetworkGraph network) {
            calls.add(name + " " + network.attention().size());
          }
        };
    return new GraphPart<>(
        "plugin-" + name, "jar", "", patch, new TestingContext(Optional.of(SHAPE)));
  }

  private static AttentionCandidate optimizer(String name, int rank) {
    AttentionOptimizer optimizer =
        new AttentionOptimizer() {
          @Override
          public Support supports(AttentionSite site, NetworkContext network) {
            boolean self = site.kind() == AttentionKind.SELF;
            return name.equals("self-only") && !self
                ? Support.no("cross attention")
                : Support.yes("rank " + rank);
          }

          @Override
          public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
            if (name.equals("broken")) {
              throw new IllegalStateException("wrong");
            }
            return Networks.fused(site, graph);
          }
        };
    return new AttentionCandidate(
        name,
        rank,
        new GraphPart<>(
            "plugin-" + name, "jar", "", optimizer, new TestingContext(Optional.of(SHAPE))));
  }
}
