package dev.kiln.plugin.hypertile;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cuts are webUI's, and an attention in tiles is plain Java's with the other tiles hidden. */
class TilePatchTest {
  private static final int ROWS = 2;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 8;
  private static final int CHANNELS = 8;
  private static final int HEADS = 2;

  @Test
  void partsAreTheFirstDivisorsFromTheSmallestTileOn() {
    assertThat(TilePatch.parts(128, 32, 3)).containsExactly(4, 2, 1);
    assertThat(TilePatch.parts(96, 32, 2)).containsExactly(3, 2);
    assertThat(TilePatch.parts(64, 64, 3)).containsExactly(1);
    assertThat(TilePatch.parts(16, 32, 3)).containsExactly(1);
    assertThat(TilePatch.parts(61, 16, 3)).containsExactly(1);
  }

  @Test
  void aTileSeesItselfAlone() {
    NetworkShape shape = new NetworkShape(ROWS, HEIGHT, WIDTH, 77);
    // Level 0 alone, tiles of at least 4 places: 12 is cut into 3 and 8 into 2.
    HypertileOptions options = new HypertileOptions(1, 32, 1, 0);
    TestingUnet plain = TestingUnet.exported("unet-sdpa-17");
    GraphPatcher probe = network -> Optional.of(new Tapped(options, shape));
    TestingUnet tapped = plain.with(probe, FakeNetwork.with().shape(shape));
    long[] tokens = {ROWS, HEIGHT * WIDTH, CHANNELS};
    Map<String, long[]> outputs = Map.of("q", tokens, "k", tokens, "v", tokens, "tiled", tokens);
    try (GraphRunner runner = tapped.open();
        GraphRunner.Prepared run = runner.prepare(tapped.inputs(shape), outputs)) {
      run.run();
      float[] wanted = attention(run.read("q"), run.read("k"), run.read("v"));
      assertThat(GraphRunner.difference(run.read("tiled"), wanted)).isLessThan(1e-4);
    }
  }

  private static float[] attention(float[] q, float[] k, float[] v) {
    float[] out = new float[q.length];
    int size = CHANNELS / HEADS;
    for (int row = 0; row < ROWS; row++) {
      for (int token = 0; token < HEIGHT * WIDTH; token++) {
        for (int head = 0; head < HEADS; head++) {
          int from = (row * HEIGHT * WIDTH + token) * CHANNELS + head * size;
          double total = 0;
          double[] sum = new double[size];
          for (int other = 0; other < HEIGHT * WIDTH; other++) {
            if (tile(other) == tile(token)) {
              int to = (row * HEIGHT * WIDTH + other) * CHANNELS + head * size;
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
      }
    }
    return out;
  }

  private static int tile(int token) {
    return token / WIDTH / 4 * 10 + token % WIDTH / 4;
  }

  /** The patch, with what the first self-attention reads and gives as outputs. */
  private record Tapped(HypertileOptions options, NetworkShape shape) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "tapped";
    }

    @Override
    public boolean dependsOnShape() {
      return true;
    }

    @Override
    public void apply(NetworkGraph network) {
      List<AttentionSite> sites =
          network.attention().stream().filter(it -> it.kind() == AttentionKind.SELF).toList();
      AttentionSite site = sites.get(0);
      assertThat(site.heads()).isEqualTo(HEADS);
      network.output("q", site.query());
      network.output("k", site.key());
      network.output("v", site.value());
      network.output("tiled", site.output());
      new TilePatch(options, shape).apply(network);
    }
  }

  @Test
  void whereNothingCanBeCutThereIsAWarning() {
    NetworkShape shape = new NetworkShape(ROWS, HEIGHT, WIDTH, 77);
    TestingUnet plain = TestingUnet.exported("unet-sdpa-17");
    TestingUnet after =
        plain.with(
            new Hypertile(), FakeNetwork.with(new HypertileOptions(4, 256, 3, 0)).shape(shape));
    assertThat(after.warnings())
        .containsExactly(
            "hypertile changes nothing: no self-attention at these levels can be cut into tiles of"
                + " 256 pixels or more; name a smaller tile");
    assertThat(after.run(shape)).containsExactly(plain.run(shape));
  }
}
