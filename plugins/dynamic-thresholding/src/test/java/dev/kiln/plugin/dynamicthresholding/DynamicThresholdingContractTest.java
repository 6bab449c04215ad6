package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.testkit.GuidanceHookContract;
import java.util.Map;

/** All that can allocate or mix images is on. */
class DynamicThresholdingContractTest extends GuidanceHookContract {
  @Override
  protected GuidanceHook hook() {
    return new DynamicThresholding();
  }

  @Override
  protected Record options() {
    return TestingOptions.with(
        Map.of(
            "mimicScale",
            4.0,
            "thresholdPercentile",
            95.0,
            "cfgMode",
            "Cosine Down",
            "separateFeatureChannels",
            false));
  }
}
