package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.testkit.RowHookContract;
import dev.kiln.spi.testkit.TestingGeneration;

/** Its first part has no weight and is left out. */
class RegionRowsContractTest extends RowHookContract {
  @Override
  protected RowHook hook() {
    return new RegionRows();
  }

  @Override
  protected Record options() {
    return TestingOptions.with("weights", "0,1,1", "endAtStep", 4);
  }

  @Override
  protected TestingGeneration generation(RowHook hook) {
    return TestingOptions.contract(hook, (CoupleOptions) options());
  }
}
