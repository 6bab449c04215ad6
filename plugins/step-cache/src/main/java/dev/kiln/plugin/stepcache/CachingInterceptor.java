package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseInterceptor;

/**
 * EasyCache (arXiv 2507.02860) on the noise prediction e. The last two evaluations i and j tell how
 * fast the output follows the input, k = |e_i - e_j| / |x_i - x_j|; by then it is expected to have
 * drifted by k |x_t - x_i| / |e_i| since the last evaluation. While that stays below the threshold,
 * the network is not asked. Distances are mean absolute values over all rows, summed along the path
 * of the inputs.
 *
 * <p>Other than EasyCache, which takes e_i as it is, e is moved on along its last change, linear in
 * log sigma and by no more than that change: with multistep samplers the picture stays much closer
 * to the full one.
 */
final class CachingInterceptor implements DenoiseInterceptor {
  private final StepCacheOptions options;
  private final PassContext pass;
  private final CachedRows cache;
  private double rate = Double.NaN;
  private double path;
  private double sigma = Double.NaN;
  private double logSpan = Double.NaN;
  private int calls;
  private int skipped;

  CachingInterceptor(StepCacheOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.cache = new CachedRows(2 * pass.images(), pass.latentSize());
  }

  @Override
  public Evaluations evaluations() {
    return Evaluations.SKIPS;
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    boolean known = cache.find(call);
    path += cache.moveInputs(call);
    if (known && active(call.step()) && drift(call) < options.threshold()) {
      cache.extrapolate(call, ahead(call.step().sigma()));
      skipped++;
    } else {
      evaluate(call);
    }
  }

  private boolean active(StepView step) {
    double done = (double) step.step() / step.steps();
    return done >= options.start() && done < options.end();
  }

  /** NaN, which is below nothing, until two evaluations had a row in common. */
  private double drift(DenoiseCall call) {
    return rate * path / cache.noiseNorm(call);
  }

  /** How far beyond the last evaluation, 1 being the distance between the last two. */
  private double ahead(double now) {
    return Math.max(0, Math.min(1, Math.log(sigma / now) / logSpan));
  }

  private void evaluate(DenoiseCall call) {
    double now = call.step().sigma();
    boolean alongThePath = now != sigma;
    cache.claim(call);
    call.proceed();
    double change = cache.keepNoise(call, alongThePath);
    // A corrector at the same noise level tells nothing of the change along the path.
    if (alongThePath || Double.isNaN(change)) {
      rate = change / path;
      logSpan = Math.log(sigma / now);
    }
    sigma = now;
    path = 0;
  }

  @Override
  public void close() {
    pass.infotext("Step cache", skipped + " of " + calls + " skipped");
    // Without these the picture could not be made again.
    pass.infotext("Step cache threshold", Double.toString(options.threshold()));
    pass.infotext("Step cache start", Double.toString(options.start()));
    pass.infotext("Step cache end", Double.toString(options.end()));
  }
}
