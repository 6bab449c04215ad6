package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Looks at the regions of each pass, and leaves out rows in classic mode. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public final class RegionRows implements RowHook {
  @Inject
  RegionRows() {}

  @Override
  public Optional<RowFilter> open(PassContext pass) {
    Optional<RegionPlan> plan = RegionPlan.of(pass);
    plan.filter(it -> it.options().visualize())
        .ifPresent(it -> pass.picture("regions", RegionPicture.of(it.filters(pass))));
    return plan.filter(it -> !it.options().attention())
        .map(it -> new ClassicFilter(ClassicRows.of(it, pass)));
  }
}
