package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/** Rows that may be combined during one call only. */
class WatchedCombineCall<C extends CombineCall> extends Watched<C> implements CombineCall {
  WatchedCombineCall(C call, String rule) {
    super(call, rule);
  }

  @Override
  public StepView step() {
    return valid().step();
  }

  @Override
  public int images() {
    return valid().images();
  }

  @Override
  public int rows() {
    return valid().rows();
  }

  @Override
  public Row row(int index) {
    return valid().row(index);
  }

  @Override
  public double scale() {
    return valid().scale();
  }

  @Override
  public Tensor denoised() {
    return valid().denoised();
  }

  @Override
  public Tensor combined() {
    return valid().combined();
  }
}
