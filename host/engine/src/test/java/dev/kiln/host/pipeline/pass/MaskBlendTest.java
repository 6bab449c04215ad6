package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** One latent that is kept, one that is drawn anew and one between them, in two channels. */
class MaskBlendTest {
  private static final KeptLatents KEPT =
      new KeptLatents(
          Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 1, 3),
          Tensor.of(new float[] {0, 1, 0.5f}, 1, 1, 1, 3));

  private static Tensor latents() {
    return Tensor.of(new float[] {10, 20, 30, 40, 50, 60}, 1, 2, 1, 3);
  }

  @Test
  void aPredictionHasTheKeptPlaceAsItWas() {
    PredictionBlend blend = new PredictionBlend(KEPT);
    Tensor latents = latents();
    assertThat(blend.input(latents, 3)).isSameAs(latents);
    blend.prediction(latents, latents(), latents());
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
  }

  /** In Karras' latents a clean one is sqrt(1 + s²) times itself; noise there is the sampler's. */
  @Test
  void anInputShowsTheKeptPlaceWithoutNoise() {
    InputBlend blend = new InputBlend(KEPT);
    double sigma = Math.sqrt(3);
    Tensor seen = blend.input(latents(), sigma);
    assertThat(seen.data()).containsExactly(2, 20, 18, 8, 50, 36);
    Tensor noise = Tensor.of(new float[] {.1f, .2f, .3f, .4f, .5f, .6f}, 1, 2, 1, 3);
    Tensor denoised = Tensor.like(noise);
    for (int i = 0; i < 6; i++) {
      denoised.data()[i] = (float) (seen.data()[i] - sigma * noise.data()[i]);
    }
    blend.prediction(denoised, latents(), seen);
    for (int i = 0; i < 6; i++) {
      assertThat((latents().data()[i] - denoised.data()[i]) / sigma)
          .isCloseTo(noise.data()[i], within(1e-5));
    }
  }

  @Test
  void atTheEndAllThatIsKeptIsAsItWas() {
    Tensor latents = latents();
    new InputBlend(KEPT).end(latents);
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
    MaskBlend.NONE.end(latents);
    assertThat(latents.data()).containsExactly(1, 20, 16.5f, 4, 50, 33);
  }
}
