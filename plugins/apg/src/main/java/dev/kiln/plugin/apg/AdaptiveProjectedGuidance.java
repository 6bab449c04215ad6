package dev.kiln.plugin.apg;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Inside of what sets the spread of a prediction, outside of what guides from another one. */
@Extension
@Singleton
@HookOrder(before = "cfg-zero", after = "dynamic-thresholding")
public final class AdaptiveProjectedGuidance implements GuidanceHook {
  @Inject
  AdaptiveProjectedGuidance() {}

  @Override
  public Optional<GuidanceInterceptor> open(PassContext pass) {
    return pass.options(ApgOptions.class)
        .filter(options -> !options.neutral() && pass.cfgScale() != 1)
        .map(options -> new ApgInterceptor(options, pass));
  }
}
