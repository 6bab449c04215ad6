package dev.kiln.plugin.attentionsdpnomem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import org.junit.jupiter.api.Test;

class SdpNoMemAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with();

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new SdpNoMemAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @Test
  void eachAttentionIsOneOperatorThatLeavesTheFlashKernel() {
    TestingUnet unet = TestingUnet.standard().with(new SdpNoMemAttention(), NETWORK);
    assertThat(unet.count("MultiHeadAttention")).isEqualTo(14);
    assertThat(unet.graph().nodes())
        .filteredOn(node -> node.is("MultiHeadAttention"))
        .allSatisfy(node -> assertThat(node.outputs()).hasSize(3));
  }
}
