package dev.kiln.plugin.attentionsdpnomem;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class SdpNoMemAttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new SdpNoMemAttention();
  }

  @Override
  protected boolean keepsToMemory() {
    return false;
  }
}
