package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.testkit.RowHookContract;

class GuidanceCutoffContractTest extends RowHookContract {
  @Override
  protected RowHook hook() {
    return new GuidanceCutoff();
  }

  @Override
  protected Record options() {
    return new CutoffOptions(5, false, 0.1, 1, 1, 1);
  }
}
