package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Opens the interceptor in passes whose options change something. */
@Extension
@Singleton
public final class DynamicThresholding implements GuidanceHook {
  @Inject
  DynamicThresholding() {}

  @Override
  public Optional<GuidanceInterceptor> open(PassContext pass) {
    return pass.options(ThresholdOptions.class)
        .filter(options -> options.enabled() && !options.neutral(pass.cfgScale()))
        .map(options -> new ThresholdInterceptor(options, pass));
  }
}
