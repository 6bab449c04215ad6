package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Runs smaller networks in some steps of passes whose request asks for it. */
@Extension
@Singleton
public final class GatedSteps implements DenoiseHook {
  @Inject
  GatedSteps() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(TGateOptions.class)
        .filter(TGateOptions::acts)
        .map(options -> new GateInterceptor(options, kept(pass), pass));
  }

  /** The filter's of this pass, which is opened before. */
  private static KeptAttention kept(PassContext pass) {
    return pass.kept(KeptAttention.class).orElseGet(KeptAttention::new);
  }
}
