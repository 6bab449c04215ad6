package dev.kiln.host.graph.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvolutionRunTest {
  private static final long BROKEN = 7;
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  /**
   * Gives out what it reads, in the shape of its result.
   *
   * @param gain that it expects
   * @param bytes for each site
   * @param memory for all
   */
  private record Optimizer(double gain, long bytes, long memory) implements ConvolutionOptimizer {
    @Override
    public boolean dependsOnShape() {
      return true;
    }

    @Override
    public Support supports(ConvolutionSite site, NetworkContext network) {
      return site.shape().window().kernel().equals(List.of(3L, 3L))
          ? Support.yes("3x3")
          : Support.no("not 3x3");
    }

    @Override
    public double gain(ConvolutionSite site, NetworkContext network) {
      return gain;
    }

    @Override
    public long bytes(ConvolutionSite site, NetworkContext network) {
      return bytes;
    }

    @Override
    public long memory(NetworkContext network) {
      return memory;
    }

    @Override
    public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
      if (memory == BROKEN) {
        throw new IllegalStateException("wrong");
      }
      return graph.op("Elu", site.input());
    }
  }

  private static ConvolutionReport apply(Graph graph, ConvolutionPlan plan) {
    return new GraphRecipe(NetworkKind.UNET, List.of(), List.of(), "", plan, SHAPE)
        .apply(graph)
        .convolutions();
  }

  private static ConvolutionPlan plan(ConvolutionCandidate... candidates) {
    return new ConvolutionPlan(List.of(candidates), Map.of());
  }

  private static ConvolutionCandidate candidate(String name, Optimizer optimizer) {
    return new ConvolutionCandidate(
        name,
        new GraphPart<>("plugin", "jar", "", optimizer, new TestingContext(Optional.of(SHAPE))));
  }

  private static Graph graph() {
    return OnnxReader.read(Networks.fixture("unet-sdpa-17.onnx"));
  }

  @Test
  void theCandidateThatSavesMostTakesASiteAndTheReportSaysWhy() {
    Graph graph = graph();
    ConvolutionReport report =
        apply(
            graph,
            plan(
                candidate("some", new Optimizer(1.5, 10, 1000)),
                candidate("more", new Optimizer(2, 10, 1000))));
    assertThat(report.choices())
        .filteredOn(Choice::isTaken)
        .isNotEmpty()
        .allSatisfy(
            choice -> {
              assertThat(choice.winner()).isEqualTo("more");
              assertThat(choice.reason())
                  .isEqualTo("expected to be 2.00 times as fast as the runtime's own");
            });
    assertThat(report.choices())
        .filteredOn(choice -> !choice.isTaken())
        .isNotEmpty()
        .allSatisfy(
            choice -> assertThat(choice.reason()).isEqualTo("some: not 3x3; more: not 3x3"));
    assertThat(graph.nodes()).filteredOn(node -> node.is("Elu")).hasSize((int) report.taken());
    assertThat(report.bytes()).isEqualTo(10 * report.taken());
  }

  @Test
  void whereMemoryIsShortThoseComeFirstThatSaveMostForAByte() {
    ConvolutionReport report = apply(graph(), plan(candidate("one", new Optimizer(2, 10, 35))));
    assertThat(report.taken()).isEqualTo(3);
    long least =
        report.choices().stream()
            .filter(Choice::isTaken)
            .mapToLong(choice -> choice.shape().multiplications())
            .min()
            .orElseThrow();
    assertThat(report.choices())
        .filteredOn(choice -> choice.reason().contains("more, and"))
        .isNotEmpty()
        .allSatisfy(
            choice -> assertThat(choice.shape().multiplications()).isLessThanOrEqualTo(least));
  }

  @Test
  void whatDoesNotFitMayGoToOneThatTakesLess() {
    ConvolutionReport report =
        apply(
            graph(),
            plan(
                candidate("large", new Optimizer(3, 100, 250)),
                candidate("small", new Optimizer(2, 10, 250))));
    assertThat(report.choices()).extracting(Choice::winner).contains("large", "small");
    assertThat(report.bytes()).isLessThanOrEqualTo(250);
  }

  @Test
  void whatGainsNothingIsLeft() {
    Graph graph = graph();
    ConvolutionReport report = apply(graph, plan(candidate("slow", new Optimizer(1.01, 0, 9))));
    assertThat(report.summary()).startsWith("0/").endsWith(" convolutions");
    assertThat(graph.nodes()).noneMatch(node -> node.is("Elu"));
  }

  @Test
  void whatWasMeasuredCountsAndNotWhatWasExpected() {
    ConvolutionCandidate one = candidate("one", new Optimizer(0.1, 10, 1000));
    ConvolutionReport report = apply(graph(), measured(one, Map.of("none", 3.0, "one", 2.0)));
    assertThat(report.taken()).isPositive();
    assertThat(report.choices())
        .filteredOn(Choice::isTaken)
        .extracting(Choice::reason)
        .containsOnly("measured here: 1.50 times as fast as the runtime's own");
    ConvolutionCandidate hopeful = candidate("one", new Optimizer(9, 10, 1000));
    assertThat(apply(graph(), measured(hopeful, Map.of("none", 3.0, "one", 3.0))).taken()).isZero();
    assertThat(apply(graph(), measured(hopeful, Map.of("none", 3.0, "one", Double.NaN))).choices())
        .extracting(Choice::reason)
        .contains("one: measured here: it could not run");
  }

  /** The same times at every shape. */
  private static ConvolutionPlan measured(ConvolutionCandidate one, Map<String, Double> seconds) {
    Map<String, Map<String, Double>> all = new HashMap<>();
    new GraphEdit(graph(), NetworkKind.UNET, Optional.of(SHAPE))
        .convolutions()
        .forEach(site -> all.put(ConvolutionPlan.key(site.shape()), seconds));
    return new ConvolutionPlan(List.of(one), all);
  }

  @Test
  void aFailureNamesThePluginAndTheSiteAndIsOfAConvolution() {
    ConvolutionCandidate broken = candidate("broken", new Optimizer(2, 0, BROKEN));
    assertThatThrownBy(() -> apply(graph(), plan(broken)))
        .isInstanceOfSatisfying(
            GraphProblem.class,
            problem -> {
              assertThat(problem.convolution()).isTrue();
              assertThat(problem.attention()).isFalse();
            })
        .hasMessage("plugin 'plugin' failed in convolution /conv_in: wrong");
  }

  @Test
  void thePlanIsPartOfTheFingerprint() {
    ConvolutionCandidate one = candidate("one", new Optimizer(2, 10, 1000));
    String unmeasured = fingerprint(plan(one));
    assertThat(fingerprint(plan(one))).isEqualTo(unmeasured);
    assertThat(fingerprint(ConvolutionPlan.NONE)).isNotEqualTo(unmeasured);
    assertThat(fingerprint(measured(one, Map.of("none", 1.0)))).isNotEqualTo(unmeasured);
  }

  private static String fingerprint(ConvolutionPlan plan) {
    return new GraphRecipe(NetworkKind.UNET, List.of(), List.of(), "", plan, SHAPE)
        .fingerprint("model");
  }
}
