package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Attention mode: tells the network where the regions are, and from some step on that all is one.
 */
@Extension
@Singleton
public final class RegionFeed implements DenoiseHook {
  @Inject
  RegionFeed() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return RegionPlan.attention(pass)
        .map(
            plan -> {
              JoinedTokens tokens = pass.kept(JoinedTokens.class).orElseThrow();
              FedMaps maps = new FedMaps(plan, tokens, plan.filters(pass));
              return new MapFeeder(maps.regional(), maps.lifted(), plan.options().endAtStep());
            });
  }
}
