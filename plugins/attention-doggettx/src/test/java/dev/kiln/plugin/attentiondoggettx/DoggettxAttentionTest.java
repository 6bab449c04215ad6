package dev.kiln.plugin.attentiondoggettx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoggettxAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with().memory(500_000);

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new DoggettxAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 4096, 4096, 10737418240, 1, 4096",
    "16, 4096, 4096, 2684354560, 1, 4096",
    "16, 4096, 4096, 2684354559, 2, 2048",
    "16, 4096, 77, 1000000, 64, 64",
    "16, 1001, 1001, 100000000, 2, 500"
  })
  void queriesAreCutIntoThePowerOfTwoThatFits(
      long rows, long queries, long keys, long memory, long steps, long slice) {
    QuerySlices slices = QuerySlices.of(new ScoreSize(rows, queries, keys), memory);
    assertThat(slices).isEqualTo(new QuerySlices(steps, slice));
  }

  @Test
  void moreThanSixtyFourSlicesAreRefused() {
    assertThat(QuerySlices.of(new ScoreSize(16, 4096, 4096), 1 << 20).tooMany()).isTrue();
  }
}
