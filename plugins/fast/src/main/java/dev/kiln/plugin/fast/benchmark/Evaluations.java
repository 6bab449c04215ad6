package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Counts the rows that reach the network, behind all that skip some. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class Evaluations implements DenoiseHook {
  private final RowCount count;

  @Inject
  Evaluations(RowCount count) {
    this.count = count;
  }

  /** Who draws without measuring pays nothing. */
  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    if (!count.counting()) {
      return Optional.empty();
    }
    return Optional.of(
        call -> {
          count.add(call.rows());
          call.proceed();
        });
  }
}
