package dev.kiln.plugin.rescalecfg;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Outside of what changes the guided prediction itself: its spread comes last. */
@Extension
@Singleton
@HookOrder(before = {"apg", "cfg-zero"})
public final class RescaleCfg implements GuidanceHook {
  @Inject
  RescaleCfg() {}

  @Override
  public Optional<GuidanceInterceptor> open(PassContext pass) {
    return pass.options(RescaleOptions.class)
        .filter(options -> options.multiplier() > 0 && pass.cfgScale() != 1)
        .map(options -> new RescaleInterceptor(options.multiplier(), pass));
  }
}
