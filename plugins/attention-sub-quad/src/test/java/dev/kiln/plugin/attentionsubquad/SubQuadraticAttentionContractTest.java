package dev.kiln.plugin.attentionsubquad;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class SubQuadraticAttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new SubQuadraticAttention();
  }
}
