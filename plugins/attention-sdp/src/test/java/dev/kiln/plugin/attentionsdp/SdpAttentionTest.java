package dev.kiln.plugin.attentionsdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;

class SdpAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with();

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new SdpAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @Test
  void fewKeysAreMultipliedWholeAndManyByTheFlashKernel() {
    NetworkShape large = new NetworkShape(2, 32, 32, 77);
    TestingUnet small = TestingUnet.standard().with(new SdpAttention(), NETWORK);
    TestingUnet big = TestingUnet.standard().with(new SdpAttention(), NETWORK.shape(large));
    assertThat(small.count("Attention")).isEqualTo(14);
    assertThat(big.count("MultiHeadAttention")).isPositive();
    assertThat(big.count("Attention")).isGreaterThanOrEqualTo(7);
  }

  @Test
  void aGraphThatCannotBeRaisedGetsTheFlashKernel() {
    TestingUnet old = TestingUnet.exported("unet-eager-14").with(new SdpAttention(), NETWORK);
    assertThat(old.count("MultiHeadAttention")).isEqualTo(6);
  }
}
