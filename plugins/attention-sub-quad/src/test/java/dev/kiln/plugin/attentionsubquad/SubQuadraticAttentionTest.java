package dev.kiln.plugin.attentionsubquad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubQuadraticAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with().memory(500_000);

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new SubQuadraticAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  private static ChunkSizes parts(SubQuadraticOptions options, long memory) {
    return ChunkSizes.of(new ScoreSize(16, 4096, 4096), 40, options, memory);
  }

  @Test
  void scoresThatFitAreCutByQueriesAlone() {
    ChunkSizes parts = parts(SubQuadraticOptions.DEFAULT, 2L << 30);
    assertThat(parts.queries()).isEqualTo(1024);
    assertThat(parts.allKeys()).isTrue();
  }

  @Test
  void keysAreCutToTheSquareRootOrToWhatTheThresholdHolds() {
    assertThat(parts(SubQuadraticOptions.DEFAULT, 6 << 20))
        .extracting(ChunkSizes::keys)
        .isEqualTo(860L);
    assertThat(parts(new SubQuadraticOptions(1024, 0, 0), 1 << 30).keys()).isEqualTo(64);
    assertThat(parts(new SubQuadraticOptions(1024, 100, 0), 1 << 30).keys()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 100_000, 6 << 20, 64 << 20, 1 << 30})
  void aPartNeverTakesMoreThanTheMemory(long memory) {
    ChunkSizes parts = parts(SubQuadraticOptions.DEFAULT, memory);
    assertThat(16 * parts.queries() * parts.keys() * 4).isLessThanOrEqualTo(memory);
  }
}
