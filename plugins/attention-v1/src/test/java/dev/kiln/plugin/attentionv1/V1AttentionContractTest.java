package dev.kiln.plugin.attentionv1;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class V1AttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new V1Attention();
  }
}
