package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;

/** Latents that may be mixed during one call only. */
class WatchedBlendCall<C extends BlendCall> extends Watched<C> implements BlendCall {
  WatchedBlendCall(C call, String rule) {
    super(call, rule);
  }

  @Override
  public StepView step() {
    return valid().step();
  }

  @Override
  public Tensor init() {
    return valid().init();
  }

  @Override
  public Tensor drawn() {
    return valid().drawn();
  }

  @Override
  public Tensor current() {
    return valid().current();
  }

  @Override
  public Tensor blended() {
    return valid().blended();
  }
}
