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
        .filter(options -> options.ngms() > 0 || options.skipEarly() > 0)
        .map(options -> new UncondFilter(options, pass));
  }
}
