package dev.kiln.plugin.deepcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.VariantContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeepCacheContractTest extends VariantContract {
  @Override
  protected List<HookPoint> hooks() {
    return List.of(new DeepCache(), new CachedSteps());
  }

  @Override
  protected Record options() {
    return new DeepCacheOptions(3, 0, Spacing.UNIFORM, 0.3);
  }

  @Test
  void oneStepOfThreeIsWhole() {
    assertThat(generation().run().infotext()).containsEntry("DeepCache", "4 of 12 whole");
  }
}
