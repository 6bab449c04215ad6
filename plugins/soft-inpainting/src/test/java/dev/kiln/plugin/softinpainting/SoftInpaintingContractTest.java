package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.hook.MaskHook;
import dev.kiln.spi.testkit.MaskHookContract;

class SoftInpaintingContractTest extends MaskHookContract {
  @Override
  protected MaskHook hook() {
    return new SoftInpainting();
  }

  @Override
  protected Record options() {
    return new SoftOptions(true, 1, 0.5, 4, 0.3, 0.5, 2);
  }
}
