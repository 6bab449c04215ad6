package dev.kiln.plugin.deepcache;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Runs the shallow network in most steps of passes whose request asks for it. */
@Extension
@Singleton
public final class CachedSteps implements DenoiseHook {
  @Inject
  CachedSteps() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(DeepCacheOptions.class)
        .filter(DeepCacheOptions::acts)
        .map(options -> new CachingInterceptor(options, pass));
  }
}
