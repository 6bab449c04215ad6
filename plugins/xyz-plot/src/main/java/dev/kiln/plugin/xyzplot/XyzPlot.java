package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.generate.SplitCall;
import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.hook.Split;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** webUI's script of that name. */
@Extension
@Singleton
public final class XyzPlot implements RequestSplitter {
  @Inject
  XyzPlot() {}

  @Override
  public Optional<Split> split(SplitCall call) {
    return call.options(XyzOptions.class)
        .map(options -> new Plot(options.meant(), call.fields(), call.redraws()))
        .filter(Plot::changes)
        .map(Split.class::cast);
  }
}
