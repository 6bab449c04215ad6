package dev.kiln.plugin.attentiondoggettx;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

class DoggettxAttentionContractTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new DoggettxAttention();
  }
}
