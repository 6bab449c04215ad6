package dev.kiln.plugin.livepreview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColourPatchesTest {
  @Test
  void onALinearCodecTheFitIsExact() {
    LinearVae codec = new LinearVae();
    ColourMap map = ColourPatches.measure(codec.vae("linear"));
    Tensor picture = Tensor.zeros(1, 3, 8 * 5, 8 * 7);
    Random random = new Random(7);
    for (int i = 0; i < picture.size(); i++) {
      picture.data()[i] = random.nextFloat();
    }
    Tensor preview = map.picture(codec.encode(picture));
    assertThat(preview.shape()).containsExactly(3, 5, 7);
    float[] means = means(picture);
    for (int i = 0; i < means.length; i++) {
      assertThat(preview.data()[i]).isBetween(means[i] - 1e-4f, means[i] + 1e-4f);
    }
  }

  private static float[] means(Tensor picture) {
    float[] means = new float[3 * 5 * 7];
    for (int i = 0; i < picture.size(); i++) {
      int x = i % 56 / 8;
      int y = i / 56 % 40 / 8;
      means[(i / (56 * 40) * 5 + y) * 7 + x] += picture.data()[i] / 64;
    }
    return means;
  }

  @Test
  void theImagesOfABatchStandSideBySideAndColoursStayInRange() {
    ColourMap map = new ColourMap(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 0.5}});
    Tensor latents = Tensor.of(new float[] {0.1f, 0.2f, -9, 9, 0.3f, 0.4f, 0.5f, 0.6f}, 2, 2, 1, 2);
    Tensor picture = map.picture(latents);
    assertThat(picture.shape()).containsExactly(3, 1, 4);
    assertThat(picture.data())
        .containsExactly(0.1f, 0.2f, 0.3f, 0.4f, 0, 1, 0.5f, 0.6f, 0.5f, 0.5f, 0.5f, 0.5f);
  }
}
