package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseInterceptor;

/**
 * EasyCache (arXiv 2507.02860) on the noise prediction e. From the last two evaluations it knows
 * how fast the output follows the input, k = |e_i - e_j| / |x_i - x_j|; the output is then expected
 * to have drifted by k |x_t - x_i| / |e_i| since the last evaluation. While that stays below the
 * threshold, e_i is used again. Distances are mean absolute values over all rows, summed along the
 * path of the inputs.
 */
final class CachingInterceptor implements DenoiseInterceptor {
  private final StepCacheOptions options;
  private final PassContext pass;
  private final CachedRows cache;
  private double rate = Double.NaN;
  private double path;
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
      cache.extrapolate(call);
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

  private void evaluate(DenoiseCall call) {
    cache.claim(call);
    call.proceed();
    double change = cache.keepNoise(call);
    if (path > 0 || Double.isNaN(change)) {
      rate = change / path;
    }
    path = 0;
  }

  @Override
  public void close() {
    pass.infotext("Step cache", skipped + " of " + calls + " skipped");
  }
}
