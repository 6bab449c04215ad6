package dev.kiln.plugin.attentioninvokeai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokeAiAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with().memory(500_000);

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new InvokeAiAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 512, 512, WHOLE, 16",
    "16, 724, 724, WHOLE, 16",
    "16, 725, 725, HEADS, 8",
    "16, 1024, 1024, HEADS, 8",
    "16, 4096, 4096, QUERIES, 128",
    "1, 4096, 4096, QUERIES, 2048"
  })
  void headsAreCutIntoThePowerOfTwoThatFitsElseQueries(
      long rows, long queries, long keys, CacheSlices.Axis axis, long size) {
    CacheSlices slices = CacheSlices.of(new ScoreSize(rows, queries, keys), 32 << 20, true);
    assertThat(slices).isEqualTo(new CacheSlices(axis, size));
  }

  @Test
  void aProcessorHasACacheAndAGpuItsMemory() {
    FakeNetwork network = FakeNetwork.with().memory(330 << 20);
    assertThat(CacheSlices.limit(network)).isEqualTo(32 << 20);
    assertThat(CacheSlices.limit(network.provider("cuda"))).isEqualTo(100 << 20);
  }
}
