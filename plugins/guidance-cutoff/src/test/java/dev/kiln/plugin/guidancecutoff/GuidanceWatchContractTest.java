package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.TestingGeneration;

class GuidanceWatchContractTest extends DenoiseHookContract {
  @Override
  protected DenoiseHook hook() {
    return new GuidanceWatch();
  }

  @Override
  protected Record options() {
    return new CutoffOptions(0, false, 0, 1, 0.999, 3);
  }

  /** What the watch finds, the filter acts on. */
  @Override
  protected TestingGeneration generation(DenoiseHook hook) {
    return super.generation(hook).plugin("under-test", new GuidanceCutoff(), options());
  }
}
