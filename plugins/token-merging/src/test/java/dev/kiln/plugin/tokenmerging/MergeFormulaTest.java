package dev.kiln.plugin.tokenmerging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Merging and spreading again against tomesd's bipartite soft matching in double precision, on the
 * tokens of a real attention. Within 1e-4 of the largest value.
 */
class MergeFormulaTest {
  private static final int ROWS = 2;
  private static final int CHANNELS = 8;

  /** Gives out the queries, and the same merged by the likeness of the keys and spread again. */
  private record Probe(Partition partition, int merged) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "probe";
    }

    @Override
    public void apply(NetworkGraph network) {
      AttentionSite site =
          network.attention().stream()
              .filter(it -> it.kind() == AttentionKind.SELF)
              .findFirst()
              .orElseThrow();
      Matching matching = new Matching(network.editor(), site.key(), partition, merged);
      network.output("metric", site.key());
      network.output("tokens", site.query());
      network.output("merged", matching.spread(matching.merge(site.query())));
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 16, 0.5", "9, 7, 0.3", "9, 7, 0.75", "16, 16, 0.75", "2, 6, 0.1"})
  void whatIsMergedIsToMe(int height, int width, double ratio) {
    Partition partition = Partition.of(height, width, Destination.RANDOM, 5);
    int merged = Math.min((int) (height * width * ratio), partition.sources().length);
    NetworkShape shape = new NetworkShape(ROWS, height, width, 77);
    GraphPatcher probe = network -> Optional.of(new Probe(partition, merged));
    TestingUnet probed =
        TestingUnet.exported("unet-sdpa-17").with(probe, FakeNetwork.with().shape(shape));
    long[] tokens = {ROWS, (long) height * width, CHANNELS};
    Map<String, long[]> outputs = Map.of("metric", tokens, "tokens", tokens, "merged", tokens);
    try (GraphRunner runner = probed.open();
        GraphRunner.Prepared run = runner.prepare(probed.inputs(shape), outputs)) {
      run.run();
      float[] wanted = new float[run.read("tokens").length];
      for (int row = 0; row < ROWS; row++) {
        merge(run.read("metric"), run.read("tokens"), wanted, row, partition, merged);
      }
      assertThat(GraphRunner.difference(run.read("merged"), wanted)).isLessThan(1e-4);
    }
  }

  private record Edge(int source, int destination, double likeness) {}

  private static void merge(
      float[] metric, float[] x, float[] out, int row, Partition partition, int merged) {
    List<Edge> edges = new ArrayList<>();
    for (long source : partition.sources()) {
      Edge best = new Edge((int) source, -1, -2);
      for (long destination : partition.destinations()) {
        double likeness = cosine(metric, partition.tokens(), row, (int) source, (int) destination);
        if (likeness > best.likeness()) {
          best = new Edge((int) source, (int) destination, likeness);
        }
      }
      edges.add(best);
    }
    edges.sort(Comparator.comparingDouble(Edge::likeness).reversed());
    int[] group = IntStream.range(0, partition.tokens()).toArray();
    edges.subList(0, merged).forEach(edge -> group[edge.source()] = edge.destination());
    for (int token = 0; token < partition.tokens(); token++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        double sum = 0;
        int count = 0;
        for (int other = 0; other < partition.tokens(); other++) {
          if (group[other] == group[token]) {
            sum += x[at(partition.tokens(), row, other, channel)];
            count++;
          }
        }
        out[at(partition.tokens(), row, token, channel)] = (float) (sum / count);
      }
    }
  }

  private static int at(int tokens, int row, int token, int channel) {
    return (row * tokens + token) * CHANNELS + channel;
  }

  private static double cosine(float[] x, int tokens, int row, int a, int b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double left = x[at(tokens, row, a, channel)];
      double right = x[at(tokens, row, b, channel)];
      product += left * right;
      one += left * left;
      other += right * right;
    }
    return product / Math.sqrt(one * other);
  }

  @Test
  void oneOfEachWholeCellIsADestination() {
    Partition random = Partition.of(5, 7, Destination.RANDOM, 3);
    assertThat(random.destinations()).hasSize(6).isSorted().doesNotHaveDuplicates();
    assertThat(random.sources()).hasSize(29).isSorted();
    assertThat(Partition.of(5, 7, Destination.FIXED, 3).destinations())
        .containsExactly(0, 2, 4, 14, 16, 18);
    assertThat(Partition.of(16, 16, Destination.RANDOM, 4).destinations())
        .isNotEqualTo(Partition.of(16, 16, Destination.RANDOM, 5).destinations());
  }

  @Test
  void todoKeepsWhatNearestInterpolationKeeps() {
    assertThat(MergePatch.kept(5, 4, 2)).containsExactly(0, 2, 8, 10);
    assertThat(MergePatch.kept(3, 9, 4)).containsExactly(0, 4);
  }

  @Test
  void anOldFileIsLeftAsItIsWithAWarning() {
    NetworkShape shape = new NetworkShape(ROWS, 16, 16, 77);
    TokenMergingOptions options =
        new TokenMergingOptions(MergeMethod.TOME, 0.5, 2, 2, Destination.FIXED);
    TestingUnet old = TestingUnet.exported("unet-eager-14");
    TestingUnet after = old.with(new TokenMerging(), FakeNetwork.with(options).shape(shape));
    assertThat(after.run(shape)).containsExactly(old.run(shape));
    assertThat(after.warnings())
        .containsExactly(
            "token-merging changes nothing: this UNet's file has ONNX's operators of version 14,"
                + " and tome needs 16 or later; export it again, or take the method todo");
  }
}
