package dev.kiln.plugin.deepcache;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Feeds the shallow network what the whole one gave out last, as long as the rows are the same. */
final class CachingInterceptor implements DenoiseInterceptor {
  private final DeepCacheOptions options;
  private final PassContext pass;
  private final WholeSteps steps;
  private @Nullable Tensor kept;
  private Row[] rows;
  private int calls;
  private int whole;

  CachingInterceptor(DeepCacheOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.steps = WholeSteps.of(options, pass.steps());
    this.rows = new Row[2 * pass.images()];
  }

  @Override
  public void intercept(DenoiseCall call) {
    calls++;
    Tensor known = kept;
    if (known == null || steps.has(call.step().step()) || !sameRows(call, known)) {
      whole++;
      call.proceed();
      keep(call);
    } else {
      call.feed(DeepCachePatch.KEPT, known);
      call.proceed(DeepCachePatch.SHALLOW);
    }
  }

  private boolean sameRows(DenoiseCall call, Tensor known) {
    if (known.dim(0) != call.rows()) {
      return false;
    }
    for (int row = 0; row < call.rows(); row++) {
      if (!call.row(row).equals(rows[row])) {
        return false;
      }
    }
    return true;
  }

  private void keep(DenoiseCall call) {
    kept = call.output(DeepCachePatch.HIDDEN);
    if (call.rows() > rows.length) {
      rows = new Row[call.rows()];
    }
    for (int row = 0; row < call.rows(); row++) {
      rows[row] = call.row(row);
    }
  }

  @Override
  public void close() {
    pass.infotext("DeepCache", whole + " of " + calls + " whole");
    pass.infotext("DeepCache interval", Integer.toString(options.interval()));
    // Without these the picture could not be made again.
    if (options.branch() > 0) {
      pass.infotext("DeepCache branch", Integer.toString(options.branch()));
    }
    if (options.spacing() != Spacing.UNIFORM) {
      pass.infotext("DeepCache spacing", options.spacing().name().toLowerCase(Locale.ROOT));
      pass.infotext("DeepCache centre", Double.toString(options.centre()));
    }
  }
}
