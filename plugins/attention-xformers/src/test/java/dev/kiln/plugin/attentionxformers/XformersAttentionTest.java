package dev.kiln.plugin.attentionxformers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.AttentionFixture;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class XformersAttentionTest {
  private static final FakeNetwork NETWORK = FakeNetwork.with();

  @Test
  void theDefaultModelPredictsTheSame() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new XformersAttention(), NETWORK);
    assertThat(after.report().summary()).isEqualTo("14/14 sites");
    float[] untouched = before.run(NETWORK.shape().orElseThrow());
    assertThat(GraphRunner.difference(after.run(NETWORK.shape().orElseThrow()), untouched))
        .isLessThan(1e-5);
  }

  @Test
  void aRowIsTheSameBytesInAnyBatch() {
    AttentionFixture fixture = AttentionFixture.self(333, 64, 2);
    TestingUnet unet = TestingUnet.of(fixture::graph).with(new XformersAttention(), NETWORK);
    float[] alone = fixture.run(unet.graph(), "attention", 1);
    float[] two = fixture.run(unet.graph(), "attention", 2);
    // The second row of a batch differs, but the random input of the first is the same.
    assertThat(Arrays.copyOf(two, alone.length)).isEqualTo(alone);
  }

  @Test
  void withFlashAloneABiasIsRefused() {
    AttentionFixture fixture = AttentionFixture.self(64, 64, 2).withBias();
    TestingUnet unet =
        TestingUnet.of(fixture::graph)
            .with(new XformersAttention(), FakeNetwork.with(new XformersOptions(true, false)));
    assertThat(unet.report().choices().get(0).reason())
        .isEqualTo("xformers: it has a bias, which the flash kernel does not take");
  }
}
