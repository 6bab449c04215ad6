package dev.kiln.plugin.cfgzero;

import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.tensor.Tensor;

/**
 * Fan et al. (arXiv 2503.18886): guidance starts from a e_u in place of e_u, with a = e_c·e_u /
 * (|e_u|² + 1e-8) and e the noise, which times sigma is x - D. What plain guidance made becomes D +
 * (scale - 1)(a - 1)(x - D_u).
 */
final class CfgZeroInterceptor implements GuidanceInterceptor {
  private static final double EPSILON = 1e-8;

  private final CfgZeroOptions options;
  private final RequestContext request;

  CfgZeroInterceptor(CfgZeroOptions options, RequestContext request) {
    this.options = options;
    this.request = request;
  }

  @Override
  public void intercept(GuidanceCall call) {
    call.proceed();
    for (int image = 0; image < call.images(); image++) {
      Tensor uncond = call.uncond(image).orElse(null);
      if (uncond != null && call.step().evaluation() < options.zeroSteps()) {
        int size = uncond.size();
        System.arraycopy(
            call.latents().data(), image * size, call.combined().data(), image * size, size);
      } else if (uncond != null) {
        amend(call, image, uncond.data());
      }
    }
  }

  private static void amend(GuidanceCall call, int image, float[] uncond) {
    float[] x = call.latents().data();
    float[] cond = call.cond(image).data();
    float[] guided = call.combined().data();
    int from = image * uncond.length;
    double sigma = call.step().sigma();
    double product = 0;
    double square = 0;
    for (int i = 0; i < uncond.length; i++) {
      double negative = (x[from + i] - uncond[i]) / sigma;
      product += (x[from + i] - cond[i]) / sigma * negative;
      square += negative * negative;
    }
    double factor = (call.scale() - 1) * (product / (square + EPSILON) - 1);
    for (int i = 0; i < uncond.length; i++) {
      guided[from + i] += (float) (factor * (x[from + i] - uncond[i]));
    }
  }

  @Override
  public void close() {
    request.infotext("CFG Zero star", "True");
    if (options.zeroSteps() > 0) {
      request.infotext("CFG Zero steps", Integer.toString(options.zeroSteps()));
    }
  }
}
