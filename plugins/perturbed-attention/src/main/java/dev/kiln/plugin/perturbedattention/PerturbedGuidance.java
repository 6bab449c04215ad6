package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Evaluates the spoiled network beside the whole one in passes whose request asks for it. */
@Extension
@Singleton
public final class PerturbedGuidance implements DenoiseHook {
  @Inject
  PerturbedGuidance() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.options(PerturbedOptions.class)
        .filter(PerturbedOptions::acts)
        .map(options -> new PerturbedInterceptor(options, pass));
  }
}
