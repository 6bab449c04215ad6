package dev.kiln.plugin.cfgzero;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Next to the guidance whose formula it amends: all others work on the amended prediction. */
@Extension
@Singleton
@HookOrder(after = {"apg", "dynamic-thresholding", "rescale-cfg"})
public final class CfgZero implements GuidanceHook {
  @Inject
  CfgZero() {}

  @Override
  public Optional<GuidanceInterceptor> open(PassContext pass) {
    return pass.options(CfgZeroOptions.class)
        .filter(options -> pass.cfgScale() != 1)
        .map(options -> new CfgZeroInterceptor(options, pass));
  }
}
