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
        .map(options -> new GuidedRows(alignment(options, pass), cache(options, pass), pass));
  }

  /** The filter's of this pass, which is opened before. */
  private static Alignment alignment(CutoffOptions options, PassContext pass) {
    return pass.kept(Alignment.class)
        .orElseGet(() -> new Alignment(options.alignment(), pass.images()));
  }

  private static UncondCache cache(CutoffOptions options, PassContext pass) {
    return new UncondCache(options.every(), pass);
  }
}
