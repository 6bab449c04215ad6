package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.DrawnHookContract;

class HiresFixContractTest extends DrawnHookContract {
  @Override
  protected HookPoint hook() {
    return new HiresFix(new HiresFixTest.Nearest());
  }

  @Override
  protected Record options() {
    return HiresFixTest.with("Nearest", 0.5, 0, 0);
  }
}
