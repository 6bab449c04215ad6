package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers the filter to the passes whose request asks for it. */
@Extension
@Singleton
public final class GuidanceCutoff implements RowHook {
  @Inject
  GuidanceCutoff() {}

  @Override
  public Optional<RowFilter> open(PassContext pass) {
    return pass.options(CutoffOptions.class)
        .filter(options -> !options.exact())
        .map(options -> filter(options, pass));
  }

  private static RowFilter filter(CutoffOptions options, PassContext pass) {
    // What the interceptor of this pass finds, the filter acts on.
    Alignment alignment = new Alignment(options.alignment(), pass.images());
    pass.keep(alignment);
    return new UncondFilter(options, pass, alignment::reached);
  }
}
