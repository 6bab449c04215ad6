package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every optimizer of convolutions promises: extend it in the plugin's tests. It compares with
 * plain Java, at all sizes of {@link #fixtures}.
 */
public abstract class ConvolutionOptimizerContract {
  /** Relative to the largest value. */
  private static final double CLOSE = 1e-4;

  /** Bytes that an optimizer may take for what does not depend on the weights. */
  private static final long CONSTANTS = 8_000_000;

  protected abstract ConvolutionOptimizer optimizer();

  /** Options that a request carries for it. */
  protected List<Record> options() {
    return List.of();
  }

  /** Sizes that the optimizer treats differently belong here too. */
  protected Stream<ConvolutionFixture> fixtures() {
    return Stream.of(
        ConvolutionFixture.of(3, 5, 8, 8),
        ConvolutionFixture.of(16, 7, 9, 13),
        ConvolutionFixture.of(8, 16, 20, 17).withoutBias(),
        ConvolutionFixture.of(5, 3, 33, 64),
        ConvolutionFixture.of(4, 4, 70, 45),
        ConvolutionFixture.of(2, 3, 1, 1),
        ConvolutionFixture.of(3, 2, 2, 97),
        ConvolutionFixture.of(4, 3, 19, 21).strip(0, 1),
        ConvolutionFixture.of(4, 3, 40, 24).strip(1, 0),
        ConvolutionFixture.of(4, 3, 18, 128).strip(0, 0));
  }

  private FakeNetwork network(NetworkShape shape) {
    return FakeNetwork.with(options().toArray(Record[]::new)).shape(shape);
  }

  private ConvolutionReport rewrite(Graph graph, NetworkShape shape) {
    FakeNetwork network = network(shape);
    ConvolutionPlan plan = EveryConvolution.plan(optimizer(), graph, network);
    return new GraphRecipe(NetworkKind.UNET, List.of(), List.of(), "", plan, shape)
        .apply(graph)
        .convolutions();
  }

  @Test
  void everySizeIsTheSumOfPlainJava() {
    fixtures().forEach(this::isClose);
  }

  private void isClose(ConvolutionFixture fixture) {
    Graph graph = fixture.graph();
    rewrite(graph, fixture.shape(2));
    assertThat(GraphRunner.difference(fixture.run(graph, 2), fixture.reference(2)))
        .as(fixture.toString())
        .isLessThan(CLOSE);
  }

  @Test
  void takenOrRefusedItSaysWhy() {
    fixtures()
        .forEach(
            fixture -> {
              FakeNetwork network = network(fixture.shape(2));
              for (ConvolutionSite site : EveryConvolution.sites(fixture.graph(), network)) {
                Support support = optimizer().supports(site, network);
                assertThat(support.reason()).isNotBlank().doesNotEndWith(".");
                if (support.supported()) {
                  assertThat(optimizer().gain(site, network)).isPositive();
                }
              }
            });
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    ConvolutionFixture fixture = ConvolutionFixture.of(16, 12, 21, 19);
    Graph graph = fixture.graph();
    rewrite(graph, fixture.shape(2));
    assertThat(fixture.run(graph, 2)).isEqualTo(fixture.run(graph, 2));
  }

  @Test
  void whatLiesBesideStaysAsItIs() {
    ConvolutionFixture fixture = ConvolutionFixture.of(16, 12, 21, 19);
    float[] before = fixture.beside(fixture.graph(), 2);
    Graph graph = fixture.graph();
    rewrite(graph, fixture.shape(2));
    assertThat(fixture.beside(graph, 2)).isEqualTo(before);
    assertThat(graph.outputs()).hasSize(2);
    assertThat(graph.inputs()).hasSize(1);
  }

  /** Rows may be left out of an evaluation, so their number is never fixed. */
  @Test
  void aGraphServesEveryNumberOfRows() {
    ConvolutionFixture fixture = ConvolutionFixture.of(16, 12, 21, 19);
    Graph graph = fixture.graph();
    rewrite(graph, fixture.shape(2));
    for (int rows = 1; rows <= 3; rows++) {
      assertThat(GraphRunner.difference(fixture.run(graph, rows), fixture.reference(rows)))
          .isLessThan(CLOSE);
    }
  }

  @Test
  void itsWeightsTakeNoMoreThanItSays() {
    ConvolutionFixture fixture = ConvolutionFixture.of(96, 64, 21, 19);
    Graph graph = fixture.graph();
    long before = bytes(graph);
    ConvolutionReport report = rewrite(graph, fixture.shape(2));
    assertThat(bytes(graph)).isLessThanOrEqualTo(before + report.bytes() + CONSTANTS);
  }

  private static long bytes(Graph graph) {
    return graph.weights().values().stream().mapToLong(Weight::size).sum() * Float.BYTES;
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void itWorksOnWhatExportersWrite(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    NetworkShape shape = new NetworkShape(2, 9, 14, 77);
    TestingUnet after = before.with(optimizer(), network(shape));
    assertThat(after.convolutions().choices()).isNotEmpty();
    assertThat(GraphRunner.difference(after.run(shape), before.run(shape))).isLessThan(CLOSE);
  }

  static List<String> exporters() {
    return TestingUnet.EXPORTERS;
  }
}
