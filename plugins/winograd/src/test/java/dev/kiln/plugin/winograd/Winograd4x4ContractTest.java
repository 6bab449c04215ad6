package dev.kiln.plugin.winograd;

import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.testkit.ConvolutionOptimizerContract;

class Winograd4x4ContractTest extends ConvolutionOptimizerContract {
  @Override
  protected ConvolutionOptimizer optimizer() {
    return new Winograd4x4();
  }
}
