package com.example.myfirstoptimizer;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.testkit.AttentionOptimizerContract;

/** What every optimizer promises. */
class MyFirstOptimizerTest extends AttentionOptimizerContract {
  @Override
  protected AttentionOptimizer optimizer() {
    return new MyFirstOptimizer();
  }

  /** Its slices are of one size, whatever the memory. */
  @Override
  protected boolean keepsToMemory() {
    return false;
  }
}
