package dev.kiln.plugin.fast;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.SplitCall;
import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.hook.Split;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Puts the options that a pace stands for into the request, as if they had been asked for: so they
 * are what its infotext says. Behind other splitters, whose parts may each have a pace.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class Fast implements RequestSplitter {
  private final Reports reports;

  @Inject
  Fast(Reports reports) {
    this.reports = reports;
  }

  @Override
  public Optional<Split> split(SplitCall call) {
    return call.options(FastOptions.class)
        .filter(options -> options.pace() != Pace.FULL)
        .map(
            options -> {
              Object model = call.fields().getOrDefault("model", "");
              return new OneChoice(
                  call.fields(),
                  reports.choose(options.pace(), model.toString(), Report.plugins(call.fields())));
            });
  }
}
