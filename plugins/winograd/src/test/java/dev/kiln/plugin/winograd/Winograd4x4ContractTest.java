package dev.kiln.plugin.winograd;

import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.testkit.ConvolutionOptimizerContract;
import java.util.List;

class Winograd4x4ContractTest extends ConvolutionOptimizerContract {
  @Override
  protected ConvolutionOptimizer optimizer() {
    return new Winograd4x4();
  }

  @Override
  protected List<Record> options() {
    return List.of(WinogradOptions.DEFAULT);
  }
}
