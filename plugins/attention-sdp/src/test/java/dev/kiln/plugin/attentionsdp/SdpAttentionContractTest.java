package dev.kiln.plugin.attentionsdp;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class SdpAttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new SdpAttention();
  }
}
