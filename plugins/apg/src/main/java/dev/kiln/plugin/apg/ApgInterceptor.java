package dev.kiln.plugin.apg;

import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceInterceptor;

/**
 * Sadat et al. (arXiv 2410.02416), algorithm 1, on predictions of the finished latents: with c the
 * prompt's and d = (guided - c) / (scale - 1), which for plain guidance is c - u,
 *
 * <ol>
 *   <li>d = d + momentum * d of the last evaluation;
 *   <li>d = d * min(1, threshold / |d|);
 *   <li>d = d - (1 - eta) * (d·c / c·c) * c;
 *   <li>guided = c + (scale - 1) * d.
 * </ol>
 */
final class ApgInterceptor implements GuidanceInterceptor {
  private final ApgOptions options;
  private final PassContext pass;
  private final double[] direction;

  /** The running sum of each image, one behind the other. */
  private final double[] past;

  ApgInterceptor(ApgOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.direction = new double[pass.latentSize()];
    this.past = new double[pass.images() * pass.latentSize()];
  }

  @Override
  public void intercept(GuidanceCall call) {
    call.proceed();
    // An interceptor outside of this one may have asked for no guidance.
    if (call.scale() == 1) {
      return;
    }
    for (int image = 0; image < call.images(); image++) {
      if (call.uncond(image).isPresent()) {
        project(call, image);
      }
    }
  }

  private void project(GuidanceCall call, int image) {
    float[] prompt = call.cond(image).data();
    float[] guided = call.combined().data();
    int from = image * prompt.length;
    double strength = call.scale() - 1;
    double squares = 0;
    double along = 0;
    double length = 0;
    for (int i = 0; i < prompt.length; i++) {
      double d = (guided[from + i] - prompt[i]) / strength + options.momentum() * past[from + i];
      past[from + i] = d;
      direction[i] = d;
      squares += d * d;
      along += d * prompt[i];
      length += (double) prompt[i] * prompt[i];
    }
    double norm = Math.sqrt(squares);
    double clip =
        options.normThreshold() > 0 && norm > options.normThreshold()
            ? options.normThreshold() / norm
            : 1;
    double parallel = length == 0 ? 0 : (1 - options.eta()) * along / length;
    for (int i = 0; i < prompt.length; i++) {
      double kept = clip * (direction[i] - parallel * prompt[i]);
      guided[from + i] = (float) (prompt[i] + strength * kept);
    }
  }

  @Override
  public void close() {
    pass.infotext("APG eta", Double.toString(options.eta()));
    pass.infotext("APG norm threshold", Double.toString(options.normThreshold()));
    pass.infotext("APG momentum", Double.toString(options.momentum()));
  }
}
