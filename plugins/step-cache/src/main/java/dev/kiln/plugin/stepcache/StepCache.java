package dev.kiln.plugin.stepcache;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Outermost, so that a skipped evaluation costs nothing in the other interceptors either. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.EARLY)
public final class StepCache implements DenoiseHook {
  @Inject
  StepCache() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(StepCacheOptions.class)
        .filter(StepCacheOptions::skips)
        .map(options -> new CachingInterceptor(options, pass));
  }
}
