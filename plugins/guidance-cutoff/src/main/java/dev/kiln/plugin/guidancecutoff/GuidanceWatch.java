package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Looks at the predictions where guidance ends by them or reuses them: outside of whoever evaluates
 * a perturbed network, inside of whoever skips evaluations.
 */
@Extension
@Singleton
@HookOrder(before = "perturbed-attention")
public final class GuidanceWatch implements DenoiseHook {
  @Inject
  GuidanceWatch() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(CutoffOptions.class)
        .filter(options -> options.alignment() < 1 || options.every() > 1)
        .flatMap(options -> pass.kept(Alignment.class).map(it -> rows(it, options, pass)));
  }

  private static DenoiseInterceptor rows(
      Alignment alignment, CutoffOptions options, PassContext pass) {
    return new GuidedRows(alignment, new UncondCache(options.every(), pass), pass);
  }
}
