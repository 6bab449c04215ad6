package dev.kiln.plugin.lora;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Feeds strengths to the UNet where rows or steps differ. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class LoraRows implements DenoiseHook {
  @Inject
  LoraRows() {}

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.kept(LoraSet.class)
        .filter(set -> set.fed() && !set.ofUnet().isEmpty())
        .map(set -> new RowStrengths(set, pass.images()));
  }
}
