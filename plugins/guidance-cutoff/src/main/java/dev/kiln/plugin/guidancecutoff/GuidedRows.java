package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;

/** Watches the rows of the negative prompt that are computed, and fills in those that are not. */
final class GuidedRows implements DenoiseInterceptor {
  private final Alignment alignment;
  private final UncondCache cache;
  private final PassContext pass;

  GuidedRows(Alignment alignment, UncondCache cache, PassContext pass) {
    this.alignment = alignment;
    this.cache = cache;
    this.pass = pass;
  }

  @Override
  public void intercept(DenoiseCall call) {
    if (cache.knows(call)) {
      call.proceed(Row.Role.COND);
      cache.fill(call);
    } else {
      call.proceed();
      alignment.compare(call);
      cache.keep(call);
    }
  }

  @Override
  public void close() {
    cache.close(pass);
  }
}
