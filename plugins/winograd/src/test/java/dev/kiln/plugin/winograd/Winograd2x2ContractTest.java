package dev.kiln.plugin.winograd;

import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.testkit.ConvolutionOptimizerContract;

class Winograd2x2ContractTest extends ConvolutionOptimizerContract {
  @Override
  protected ConvolutionOptimizer optimizer() {
    return new Winograd2x2();
  }
}
