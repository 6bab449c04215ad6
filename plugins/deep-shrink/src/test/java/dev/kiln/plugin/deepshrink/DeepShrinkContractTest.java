package dev.kiln.plugin.deepshrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.VariantContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeepShrinkContractTest extends VariantContract {
  @Override
  protected List<HookPoint> hooks() {
    return List.of(new DeepShrink(), new ShrunkSteps());
  }

  @Override
  protected Record options() {
    return new DeepShrinkOptions(2, 2, 0, 0.5, true, Resizing.BICUBIC, Resizing.BICUBIC);
  }

  /** All that is not a default must be in the infotext. */
  @Override
  protected Map<String, Object> beside() {
    return Map.of(
        "block",
        2,
        "factor",
        1.5,
        "afterSkip",
        false,
        "downscale",
        "bilinear",
        "upscale",
        "nearest-exact");
  }

  @Test
  void theFirstHalfOfTheTimeIsShrunk() {
    // Twelve steps of webUI's uniform schedule from 999 to 0: six are at 500 or above.
    assertThat(generation().run().infotext()).containsEntry("Deep shrink", "6 of 12");
  }

  @Test
  void aWindowOfNoTimeAndAFactorOfOneDoNothing() {
    assertThat(acts(2, 0.4, 0.4)).isFalse();
    assertThat(acts(1, 0, 0.4)).isFalse();
    assertThat(acts(1.01, 0, 0.4)).isTrue();
  }

  private static boolean acts(double factor, double start, double end) {
    return new DeepShrinkOptions(3, factor, start, end, true, Resizing.BICUBIC, Resizing.BICUBIC)
        .acts();
  }
}
