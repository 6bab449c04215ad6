package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * By how much an image's noise under the negative prompt differed from that under its prompt, low
 * and high frequencies apart: (D_c - D_u) / sigma, as e = (x - D) / sigma and both have the same x.
 */
final class UncondDelta {
  private final float[] low;
  private final float[] high;
  private @Nullable Tensor prompt;
  private @Nullable Tensor negative;

  UncondDelta(int size) {
    low = new float[size];
    high = new float[size];
  }

  /** A condition is compared by identity: prompt schedules swap whole tensors. */
  boolean holds(DenoiseCall call, int cond, int uncond) {
    return call.conditioning(cond) == prompt && call.conditioning(uncond) == negative;
  }

  /**
   * Keep that of an evaluation that computed both rows.
   *
   * @param pass for planes of this call's size
   */
  void keep(DenoiseCall call, int cond, int uncond, LowPass pass) {
    float[] denoised = call.denoised().data();
    float perSigma = (float) (1 / call.step().sigma());
    int size = high.length;
    for (int i = 0; i < size; i++) {
      high[i] = (denoised[cond * size + i] - denoised[uncond * size + i]) * perSigma;
    }
    int plane = call.denoised().dim(2) * call.denoised().dim(3);
    for (int offset = 0; offset < size; offset += plane) {
      pass.of(high, low, offset);
    }
    for (int i = 0; i < size; i++) {
      high[i] -= low[i];
    }
    prompt = call.conditioning(cond);
    negative = call.conditioning(uncond);
  }

  /** Fill in the negative prompt's row from the prompt's; what is kept is scaled before. */
  void fill(DenoiseCall call, int cond, int uncond, float lowScale, float highScale) {
    float[] denoised = call.denoised().data();
    float sigma = (float) call.step().sigma();
    int size = high.length;
    for (int i = 0; i < size; i++) {
      low[i] *= lowScale;
      high[i] *= highScale;
      denoised[uncond * size + i] = denoised[cond * size + i] - sigma * (low[i] + high[i]);
    }
  }
}
