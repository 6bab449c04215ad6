package dev.kiln.plugin.loopback;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.DrawnHookContract;
import dev.kiln.spi.testkit.TestingGeneration;

class LoopbackContractTest extends DrawnHookContract {
  @Override
  protected HookPoint hook() {
    return new Loopback();
  }

  @Override
  protected Record options() {
    return new LoopbackOptions(2, 0.5, Curve.LINEAR, "None");
  }

  @Override
  protected TestingGeneration generation(HookPoint hook) {
    return LoopbackTest.onAPicture(super.generation(hook));
  }
}
