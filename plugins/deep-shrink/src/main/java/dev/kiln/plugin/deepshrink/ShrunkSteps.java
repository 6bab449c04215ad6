package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Runs the shrunk network in the first steps of passes whose request asks for it. */
@Extension
@Singleton
public final class ShrunkSteps implements DenoiseHook {
  @Inject
  ShrunkSteps() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(DeepShrinkOptions.class)
        .filter(DeepShrinkOptions::acts)
        .map(options -> new ShrinkInterceptor(options, pass));
  }
}
