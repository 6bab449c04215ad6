package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseInterceptor;
import java.util.Locale;

/** Skips the evaluations that a method can predict, and counts them. */
final class CachingInterceptor implements DenoiseInterceptor {
  private final StepCacheOptions options;
  private final PassContext pass;
  private final Forecast forecast;
  private int calls;
  private int skipped;

  CachingInterceptor(StepCacheOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.forecast = forecast(options, 2 * pass.images(), pass.latentSize());
  }

  private static Forecast forecast(StepCacheOptions options, int capacity, int size) {
    return switch (options.method()) {
      case EASY_CACHE -> new EasyCache(options.threshold(), new NoiseRows(capacity, size));
      case UCACHE -> new UCache(options.threshold(), new NoiseRows(capacity, size));
      case MAG_CACHE ->
          new MagCache(options.threshold(), options.inARow(), new NoiseRows(capacity, size));
      case TAYLOR_SEER -> new TaylorSeer(options.interval(), new NoiseRows(capacity, size));
      case SPECTRUM -> new Spectrum(options.interval(), capacity, size);
    };
  }

  @Override
  public Evaluations evaluations() {
    return Evaluations.SKIPS;
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    boolean known = forecast.rows().find(call);
    forecast.arrives(call);
    if (known && active(call.step()) && forecast.skips(call)) {
      forecast.predict(call);
      skipped++;
    } else {
      forecast.rows().claim(call);
      call.proceed();
      forecast.keep(call);
    }
  }

  private boolean active(StepView step) {
    double done = (double) step.step() / step.steps();
    return done >= options.start() && done < options.end();
  }

  @Override
  public void close() {
    pass.infotext("Step cache", skipped + " of " + calls + " skipped");
    // Without these the picture could not be made again.
    if (options.method() != CacheMethod.EASY_CACHE) {
      String method = options.method().name().toLowerCase(Locale.ROOT).replace('_', '-');
      pass.infotext("Step cache method", method);
    }
    if (options.method().byThreshold()) {
      pass.infotext("Step cache threshold", Double.toString(options.threshold()));
    } else {
      pass.infotext("Step cache interval", Integer.toString(options.interval()));
    }
    if (options.method() == CacheMethod.MAG_CACHE) {
      pass.infotext("Step cache in a row", Integer.toString(options.inARow()));
    }
    pass.infotext("Step cache start", Double.toString(options.start()));
    pass.infotext("Step cache end", Double.toString(options.end()));
  }
}
