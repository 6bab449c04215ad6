package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrengthTest {
  private static final int SD1 = 13;

  private static float[] weights(double weight, ControlMode mode, int layers) {
    return new Strength(weight, mode, List.of(), Optional.empty())
        .layerWeights(layers, false, "unit");
  }

  @Test
  void inBalanceEveryLayerCountsAlike() {
    assertThat(weights(0.7, ControlMode.BALANCED, SD1)).hasSize(SD1).containsOnly(0.7f);
  }

  /** w·0.825^(12-i), as sd-webui-controlnet has it. */
  @Test
  void otherwiseTheyFadeAsInWebui() {
    for (ControlMode mode : List.of(ControlMode.PROMPT, ControlMode.CONTROL)) {
      float[] weights = weights(0.5, mode, SD1);
      for (int i = 0; i < SD1; i++) {
        double expected = 0.5;
        for (int k = i; k < 12; k++) {
          expected *= 0.825;
        }
        assertThat((double) weights[i]).isCloseTo(expected, within(1e-7));
      }
    }
  }

  /** diffusers' guess mode: logspace(-1, 0, layers), which is 0.8254 for 0.825 in SD 1. */
  @Test
  void inNetworksOfOtherDepthTheFadeIsSpreadAsDiffusersSpreadsIt() {
    for (int layers : new int[] {7, 10, SD1}) {
      float[] weights = weights(1, ControlMode.PROMPT, layers);
      for (int i = 0; i < layers; i++) {
        double guess = Math.pow(10, -1 + (double) i / (layers - 1));
        assertThat((double) weights[i]).isCloseTo(guess, within(1e-3));
      }
    }
  }

  @Test
  void advancedWeightsTakeThePlaceOfAllOthers() {
    Strength advanced = new Strength(0.1, ControlMode.CONTROL, List.of(1.0, 0.5), Optional.empty());
    assertThat(advanced.layerWeights(2, true, "unit")).containsExactly(1f, 0.5f);
  }

  @Test
  void hardEdgesFadeInHighResolutionEvenInBalance() {
    Strength balanced = new Strength(1, ControlMode.BALANCED, List.of(), Optional.empty());
    assertThat(balanced.layerWeights(SD1, true, "unit"))
        .containsExactly(weights(1, ControlMode.PROMPT, SD1));
  }

  /** torch.nn.functional.interpolate([[0, 1]], (1, 4), mode="bilinear"). */
  @Test
  void regionsAreInterpolatedBetweenTheCentersOfPixels() {
    Picture mask = Picture.black(2, 1);
    mask.set(1, 0, 255, 255, 255);
    assertThat(RegionMask.of(mask, 1, 4)).containsExactly(0, 0.25f, 0.75f, 1);
    assertThat(RegionMask.of(mask, 1, 1)).containsExactly(0.5f);
  }
}
