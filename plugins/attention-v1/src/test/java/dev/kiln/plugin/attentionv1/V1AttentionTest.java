package dev.kiln.plugin.attentionv1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;

class V1AttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with().memory(500_000);

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new V1Attention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @Test
  void aHeadThatDoesNotFitIsRefusedWithItsSize() {
    assertThat(
            TestingUnet.standard()
                .with(new V1Attention(), FakeNetwork.with().memory(1000))
                .report()
                .choices()
                .get(0)
                .reason())
        .isEqualTo(
            "v1: not enough memory: the scores of one head take 262144 bytes, 1000 are allowed");
  }
}
