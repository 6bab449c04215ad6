package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class XformersAttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new XformersAttention();
  }
}
