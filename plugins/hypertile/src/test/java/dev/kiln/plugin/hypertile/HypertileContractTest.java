package dev.kiln.plugin.hypertile;

import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.PatchApproximationContract;
import java.util.Map;

class HypertileContractTest extends PatchApproximationContract {
  @Override
  protected GraphPatcher patcher() {
    return new Hypertile();
  }

  @Override
  protected PromptProcessor request() {
    return new HypertileRequest();
  }

  @Override
  protected Class<? extends Record> knobs() {
    return HypertileOptions.class;
  }

  /** So small that the tests' networks can be cut, and always in one way. */
  @Override
  protected Map<String, Object> beside() {
    return Map.of("tile", 16, "swap", 1);
  }
}
