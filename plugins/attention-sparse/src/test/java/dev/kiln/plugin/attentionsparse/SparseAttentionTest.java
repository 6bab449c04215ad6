package dev.kiln.plugin.attentionsparse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.AttentionFixture;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each pattern is plain Java's softmax over the keys that are seen, on the queries, keys and values
 * of a UNet; what leaves nothing out is the whole attention.
 */
class SparseAttentionTest {
  private static final int ROWS = 2;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 8;
  private static final int TOKENS = HEIGHT * WIDTH;
  private static final int CHANNELS = 8;
  private static final int HEADS = 2;
  private static final NetworkShape SHAPE = new NetworkShape(ROWS, HEIGHT, WIDTH, 77);
  private static final SparseOptions OPTIONS = new SparseOptions(4, true, 2, 1, 3, 1);
  private static final List<AttentionOptimizer> ALL =
      List.of(new LocalWindow(), new StridedAttention(), new BlockSparse());

  /** Gives out what one of the self-attentions is computed from and what it makes. */
  private record Tap(int index) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "tap";
    }

    @Override
    public void apply(NetworkGraph network) {
      AttentionSite site =
          network.attention().stream()
              .filter(it -> it.kind() == AttentionKind.SELF)
              .skip(index)
              .findFirst()
              .orElseThrow();
      assertThat(site.heads()).isEqualTo(HEADS);
      network.output("q", site.query());
      network.output("k", site.key());
      network.output("v", site.value());
      network.output("mixed", site.output());
    }
  }

  /** Compare one self-attention with plain Java. */
  private static void sees(
      AttentionOptimizer optimizer, int index, BiPredicate<Integer, Integer> seen) {
    GraphPatcher tap = network -> Optional.of(new Tap(index));
    FakeNetwork network = FakeNetwork.with(OPTIONS).shape(SHAPE);
    TestingUnet unet = TestingUnet.exported("unet-sdpa-17").with(tap, optimizer, network);
    assertThat(unet.report().summary()).isEqualTo("6/6 sites");
    long[] tokens = {ROWS, TOKENS, CHANNELS};
    Map<String, long[]> outputs = Map.of("q", tokens, "k", tokens, "v", tokens, "mixed", tokens);
    try (GraphRunner runner = unet.open();
        GraphRunner.Prepared run = runner.prepare(unet.inputs(SHAPE), outputs)) {
      run.run();
      float[] wanted = attention(run.read("q"), run.read("k"), run.read("v"), seen);
      assertThat(GraphRunner.difference(run.read("mixed"), wanted)).isLessThan(1e-4);
      float[] whole = attention(run.read("q"), run.read("k"), run.read("v"), (a, b) -> true);
      assertThat(GraphRunner.difference(run.read("mixed"), whole)).isGreaterThan(1e-3);
    }
  }

  private static float[] attention(
      float[] q, float[] k, float[] v, BiPredicate<Integer, Integer> seen) {
    float[] out = new float[q.length];
    for (int row = 0; row < ROWS; row++) {
      for (int token = 0; token < TOKENS; token++) {
        for (int head = 0; head < HEADS; head++) {
          mix(q, k, v, out, new int[] {row, token, head}, seen);
        }
      }
    }
    return out;
  }

  private static void mix(
      float[] q,
      float[] k,
      float[] v,
      float[] out,
      int[] place,
      BiPredicate<Integer, Integer> seen) {
    int size = CHANNELS / HEADS;
    int from = (place[0] * TOKENS + place[1]) * CHANNELS + place[2] * size;
    double total = 0;
    double[] sum = new double[size];
    for (int other = 0; other < TOKENS; other++) {
      if (seen.test(place[1], other)) {
        int to = (place[0] * TOKENS + other) * CHANNELS + place[2] * size;
        double score = 0;
        for (int i = 0; i < size; i++) {
          score += q[from + i] * k[to + i] / Math.sqrt(size);
        }
        total += Math.exp(score);
        for (int i = 0; i < size; i++) {
          sum[i] += Math.exp(score) * v[to + i];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      out[from + i] = (float) (sum[i] / total);
    }
  }

  private static int window(int token, int shift) {
    int y = (token / WIDTH + HEIGHT - shift) % HEIGHT;
    int x = (token % WIDTH + WIDTH - shift) % WIDTH;
    return y / 4 * (WIDTH / 4) + x / 4;
  }

  @Test
  void aWindowSeesItself() {
    sees(new LocalWindow(), 0, (a, b) -> window(a, 0) == window(b, 0));
  }

  /** The second self-attention: on the way up, in the block of the number 1. */
  @Test
  void everySecondAttentionHasItsWindowsShifted() {
    sees(new LocalWindow(), 1, (a, b) -> window(a, 2) == window(b, 2));
    assertThat(LocalWindow.second("/down_blocks.0/attentions.0/transformer_blocks.0/attn1"))
        .isNotEqualTo(LocalWindow.second("/down_blocks.0/attentions.1/transformer_blocks.0/attn1"));
  }

  @Test
  void aStrideSeesTheRowsAndColumnsOfItsOwnGrid() {
    sees(
        new StridedAttention(),
        0,
        (a, b) -> a / WIDTH % 2 == b / WIDTH % 2 && a % WIDTH % 2 == b % WIDTH % 2);
  }

  @Test
  void aBlockSeesThoseOfItsPattern() {
    List<List<Integer>> pattern = BlockPattern.of(6, OPTIONS);
    sees(new BlockSparse(), 0, (a, b) -> pattern.get(window(a, 0)).contains(window(b, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 40})
  void aPatternHasTheFirstBlocksThoseAroundAndOthersByLot(int count) {
    SparseOptions options = new SparseOptions(8, true, 2, 1, 3, 2);
    List<List<Integer>> pattern = BlockPattern.of(count, options);
    assertThat(pattern).hasSize(count).isEqualTo(BlockPattern.of(count, options));
    for (int block = 0; block < count; block++) {
      assertThat(pattern.get(block)).hasSize(6).doesNotHaveDuplicates().contains(0, block);
    }
    assertThat(pattern.get(5)).contains(4, 6);
  }

  @Test
  void cellsAreTheLargestThatFit() {
    assertThat(Cells.divisor(64, 8)).isEqualTo(8);
    assertThat(Cells.divisor(12, 8)).isEqualTo(6);
    assertThat(Cells.divisor(7, 8)).isEqualTo(7);
    assertThat(Cells.divisor(61, 8)).isZero();
  }

  /** Of one cell, of no divisor, and across: computed whole. */
  @Test
  void whereNothingIsLeftOutItIsTheWholeAttention() {
    FakeNetwork network = FakeNetwork.with(new SparseOptions(16, true, 8, 1, 3, 1)).shape(SHAPE);
    List<AttentionFixture> fixtures =
        List.of(AttentionFixture.self(61, 16, 2), AttentionFixture.cross(64, 13, 16, 2));
    for (AttentionOptimizer optimizer : ALL) {
      for (AttentionFixture fixture : fixtures) {
        TestingUnet after = TestingUnet.of(fixture::graph).with(optimizer, network);
        assertThat(after.report().summary()).isEqualTo("1/1 sites");
        float[] found = fixture.run(after.graph(), "attention", 2);
        assertThat(GraphRunner.difference(found, fixture.reference(2))).isLessThan(1e-5);
      }
    }
  }

  @Test
  void aSequenceIsCutIntoStretches() {
    FakeNetwork network = FakeNetwork.with(new SparseOptions(4, false, 2, 1, 3, 1)).shape(SHAPE);
    AttentionFixture fixture = AttentionFixture.self(256, 16, 2);
    for (AttentionOptimizer optimizer : ALL) {
      TestingUnet after = TestingUnet.of(fixture::graph).with(optimizer, network);
      float[] found = fixture.run(after.graph(), "attention", 2);
      assertThat(found).hasSize(2 * 256 * 16).doesNotContain(Float.NaN);
      assertThat(fixture.run(after.graph(), "attention", 2)).containsExactly(found);
      assertThat(GraphRunner.difference(found, fixture.reference(2))).isGreaterThan(1e-3);
    }
  }

  @Test
  void aBiasIsRefused() {
    FakeNetwork network = FakeNetwork.with(OPTIONS).shape(SHAPE);
    for (AttentionOptimizer optimizer : ALL) {
      TestingUnet after =
          TestingUnet.of(AttentionFixture.self(64, 16, 2).withBias()::graph)
              .with(optimizer, network);
      assertThat(after.report().summary()).startsWith("0/1 sites");
      assertThat(after.report().choices().get(0).reason())
          .endsWith("it has a bias, which says itself what is seen");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void whatExportersWriteRunsAtEverySize(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    for (NetworkShape shape :
        List.of(new NetworkShape(2, 16, 16, 77), new NetworkShape(1, 9, 7, 154))) {
      for (AttentionOptimizer optimizer : ALL) {
        TestingUnet after = before.with(optimizer, FakeNetwork.with(OPTIONS).shape(shape));
        float[] first = after.run(shape);
        assertThat(first).isNotEmpty().doesNotContain(Float.NaN);
        assertThat(after.run(shape)).containsExactly(first);
      }
    }
  }
}
