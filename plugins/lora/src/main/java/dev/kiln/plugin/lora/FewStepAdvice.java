package dev.kiln.plugin.lora;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Warns where a file that lets a model draw in a few steps is used as any other. */
@Extension
@Singleton
public final class FewStepAdvice implements DenoiseHook {
  @Inject
  FewStepAdvice() {}

  /** Nothing is wrapped: it is enough to know steps and scale. */
  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    pass.kept(LoraSet.class)
        .ifPresent(set -> set.ofUnet().forEach(use -> advise(use.entry(), pass)));
    return Optional.empty();
  }

  private static void advise(LoraEntry entry, PassContext pass) {
    FewStep.of(entry)
        .filter(few -> few.misused(pass.steps(), pass.cfgScale()))
        .ifPresent(few -> pass.warn(advice(entry, few, pass)));
  }

  private static String advice(LoraEntry entry, FewStep few, PassContext pass) {
    return "LoRA '%s' (%s) is made for %d steps of %s or fewer at a CFG scale of up to %d, not for %d at %s"
        .formatted(
            entry.name(),
            few.kind().label(),
            few.steps(),
            few.kind().sampler(),
            few.cfg(),
            pass.steps(),
            pass.cfgScale());
  }
}
