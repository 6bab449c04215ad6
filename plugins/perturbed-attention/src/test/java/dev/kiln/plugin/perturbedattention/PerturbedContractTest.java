package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.DenoiseHookContract;

class PerturbedContractTest extends DenoiseHookContract {
  @Override
  protected DenoiseHook hook() {
    return new PerturbedGuidance();
  }

  @Override
  protected Record options() {
    return new PerturbedOptions(Perturbation.PAG, 3, 0.8, 0);
  }
}
