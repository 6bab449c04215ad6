package dev.kiln.plugin.rescalecfg;

import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.GuidanceInterceptor;

/**
 * Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891),
 * equations 15 and 16, on velocities v as ComfyUI has it for every model: v_guided times phi
 * std(v_prompt) / std(v_guided) + 1 - phi. With x the latents at noise level s, v is (D - x s² /
 * (s² + 1)) sqrt(s² + 1) / s; its factor is the same for both.
 */
final class RescaleInterceptor implements GuidanceInterceptor {
  private final double multiplier;
  private final RequestContext request;

  RescaleInterceptor(double multiplier, RequestContext request) {
    this.multiplier = multiplier;
    this.request = request;
  }

  @Override
  public void intercept(GuidanceCall call) {
    call.proceed();
    double variance = call.step().sigma() * call.step().sigma();
    double still = variance / (variance + 1);
    for (int image = 0; image < call.images(); image++) {
      if (call.uncond(image).isPresent()) {
        rescale(call, image, still);
      }
    }
  }

  /**
   * @param still the share of the latents that a prediction of no velocity is
   */
  private void rescale(GuidanceCall call, int image, double still) {
    float[] x = call.latents().data();
    float[] guided = call.combined().data();
    float[] prompt = call.cond(image).data();
    int from = image * prompt.length;
    double wanted = deviation(prompt, 0, x, from, prompt.length, still);
    double found = deviation(guided, from, x, from, prompt.length, still);
    if (found == 0) {
      return;
    }
    double factor = multiplier * wanted / found + 1 - multiplier;
    for (int i = from; i < from + prompt.length; i++) {
      double base = x[i] * still;
      guided[i] = (float) (base + factor * (guided[i] - base));
    }
  }

  /** The standard deviation of a sample, up to the factor of a velocity. */
  private static double deviation(
      float[] prediction, int at, float[] x, int from, int size, double still) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += prediction[at + i] - x[from + i] * still;
    }
    double mean = sum / size;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double distance = prediction[at + i] - x[from + i] * still - mean;
      squares += distance * distance;
    }
    return Math.sqrt(squares / (size - 1));
  }

  @Override
  public void close() {
    request.infotext("Rescale CFG", Double.toString(multiplier));
  }
}
