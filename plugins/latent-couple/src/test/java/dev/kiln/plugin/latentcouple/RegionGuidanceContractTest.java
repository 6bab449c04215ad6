package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.testkit.GuidanceProviderContract;
import dev.kiln.spi.testkit.TestingGeneration;

class RegionGuidanceContractTest extends GuidanceProviderContract {
  @Override
  protected GuidanceProvider hook() {
    return new RegionGuidance();
  }

  @Override
  protected Record options() {
    return TestingOptions.with("endAtStep", 4, "merge", true);
  }

  @Override
  protected TestingGeneration generation(GuidanceProvider hook) {
    return TestingOptions.contract(hook, (CoupleOptions) options());
  }
}
