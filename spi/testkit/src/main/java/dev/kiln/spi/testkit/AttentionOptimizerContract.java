package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every attention optimizer promises: extend it in the plugin's tests. It compares with plain
 * Java, at all sizes of {@link #fixtures} and all memories of {@link #memories}.
 */
public abstract class AttentionOptimizerContract {
  private static final double EXACT = 1e-5;

  protected abstract AttentionOptimizer optimizer();

  /** Options that a request carries for it. */
  protected List<Record> options() {
    return List.of();
  }

  /** Bytes that the scores of an attention may take: enough, and so few that slices are needed. */
  protected LongStream memories() {
    return LongStream.of(1 << 30, 40_000);
  }

  /** Whether its scores never take more than that. */
  protected boolean keepsToMemory() {
    return true;
  }

  private Stream<AttentionFixture> fixtures() {
    return Stream.of(
        AttentionFixture.self(64, 16, 1),
        AttentionFixture.self(61, 64, 8),
        AttentionFixture.self(37, 16, 2).operators(23),
        AttentionFixture.cross(61, 77, 64, 8),
        AttentionFixture.cross(64, 13, 16, 1),
        AttentionFixture.self(1, 16, 2));
  }

  private Stream<Arguments> cases() {
    return fixtures()
        .flatMap(
            one ->
                IntStream.of(1, 2)
                    .boxed()
                    .flatMap(rows -> memories().mapToObj(bytes -> Arguments.of(one, rows, bytes))));
  }

  private FakeNetwork network(int rows, long memory) {
    return FakeNetwork.with(options().toArray(Record[]::new))
        .shape(new NetworkShape(rows, 8, 8, 77))
        .memory(memory);
  }

  private AttentionReport rewrite(Graph graph, FakeNetwork network) {
    return new GraphRecipe(
            NetworkKind.UNET,
            List.of(),
            List.of(TestingUnet.candidate(optimizer(), network)),
            "",
            network.shape().orElseThrow())
        .apply(graph)
        .attention();
  }

  @Test
  void everySizeIsTheSoftmaxOfPlainJava() {
    cases().forEach(one -> isExact(one.get()));
  }

  private void isExact(Object[] one) {
    AttentionFixture fixture = (AttentionFixture) one[0];
    int rows = (int) one[1];
    Graph graph = fixture.graph();
    AttentionReport report = rewrite(graph, network(rows, (long) one[2]));
    assertThat(report.choices()).singleElement().satisfies(this::reasoned);
    assertThat(
            GraphRunner.difference(fixture.run(graph, "attention", rows), fixture.reference(rows)))
        .as("%s, %d rows, %d bytes", one)
        .isLessThan(EXACT);
  }

  /** Taken or refused, it says why. */
  private void reasoned(AttentionReport.Choice choice) {
    assertThat(choice.reason()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void aBiasIsAddedOrRefused() {
    cases()
        .forEach(
            one -> {
              Object[] biased = one.get().clone();
              biased[0] = ((AttentionFixture) biased[0]).withBias();
              isExact(biased);
            });
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    AttentionFixture fixture = AttentionFixture.self(61, 64, 8);
    memories()
        .forEach(
            memory -> {
              Graph graph = fixture.graph();
              rewrite(graph, network(2, memory));
              float[] first = fixture.run(graph, "attention", 2);
              assertThat(fixture.run(graph, "attention", 2)).isEqualTo(first);
              assertThat(fixture.run(graph, "attention", 2)).isEqualTo(first);
            });
  }

  @Test
  void whatLiesBesideStaysAsItIs() {
    AttentionFixture fixture = AttentionFixture.self(61, 64, 8);
    float[] before = fixture.run(fixture.graph(), "beside", 2);
    Graph graph = fixture.graph();
    rewrite(graph, network(2, 40_000));
    assertThat(fixture.run(graph, "beside", 2)).isEqualTo(before);
    assertThat(graph.outputs()).hasSize(2);
    assertThat(graph.inputs()).hasSize(1);
  }

  @Test
  void aGraphServesEveryShapeThatItSaysItServes() {
    FakeNetwork network = network(2, 1 << 30);
    AttentionFixture fixture = AttentionFixture.self(64, 16, 2);
    Graph graph = optimizer().dependsOnShape() ? fixture.graph() : fixture.openSizes().graph();
    rewrite(graph, network);
    // Rows may be left out of an evaluation, so their number is never fixed.
    assertThat(GraphRunner.difference(fixture.run(graph, "attention", 1), fixture.reference(1)))
        .isLessThan(EXACT);
    assumeTrue(!optimizer().dependsOnShape());
    AttentionFixture other = AttentionFixture.self(91, 16, 2);
    assertThat(GraphRunner.difference(other.run(graph, "attention", 3), other.reference(3)))
        .isLessThan(EXACT);
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void itWorksOnWhatExportersWrite(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    List<NetworkShape> shapes =
        List.of(new NetworkShape(2, 16, 16, 77), new NetworkShape(1, 9, 7, 154));
    List<float[]> wanted = before.run(shapes);
    memories()
        .forEach(
            memory -> {
              for (int i = 0; i < shapes.size(); i++) {
                NetworkShape shape = shapes.get(i);
                TestingUnet after = before.with(optimizer(), network(1, memory).shape(shape));
                assertThat(after.report().choices()).hasSize(6);
                assertThat(GraphRunner.difference(after.run(shape), wanted.get(i)))
                    .isLessThan(EXACT);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"swin", "swin-packed"})
  void windowsWithPositionsAreComputedOrRefused(String block) {
    TestingUnet before = TestingUnet.exported(block);
    Map<String, GraphRunner.Input> input = Map.of("x", GraphRunner.normal(5, 2, 64, 8));
    float[] wanted = output(before, input);
    memories()
        .forEach(
            memory -> {
              TestingUnet after = before.with(optimizer(), network(2, memory));
              assertThat(after.report().choices()).singleElement().satisfies(this::reasoned);
              assertThat(GraphRunner.difference(output(after, input), wanted)).isLessThan(EXACT);
            });
  }

  private static float[] output(TestingUnet block, Map<String, GraphRunner.Input> input) {
    try (GraphRunner run = block.open()) {
      return run.run(input, block.graph().outputs().get(0).name(), input.get("x").shape());
    }
  }

  static List<String> exporters() {
    return TestingUnet.EXPORTERS;
  }

  @Test
  void itsScoresFitIntoTheMemoryItWasGiven() {
    assumeTrue(keepsToMemory());
    ScoreSize size = new ScoreSize(16, 64, 64);
    AttentionFixture fixture = AttentionFixture.self(64, 64, 8);
    for (long memory : new long[] {1 << 30, 100_000, 40_000}) {
      Graph graph = fixture.graph();
      AttentionReport report = rewrite(graph, network(2, memory));
      boolean taken = !report.choices().get(0).winner().isEmpty();
      if (taken) {
        assertThat(new ScoreMemory(graph).bytes(size))
            .as("bytes of scores of %d allowed", memory)
            .isLessThanOrEqualTo(memory);
      }
    }
  }
}
