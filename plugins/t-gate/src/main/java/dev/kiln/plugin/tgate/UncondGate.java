package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Leaves the negative prompt out of the steps for which cross-attention is kept. */
@Extension
@Singleton
public final class UncondGate implements RowHook {
  @Inject
  UncondGate() {}

  @Override
  public Optional<RowFilter> open(PassContext pass) {
    return pass.options(TGateOptions.class)
        .filter(TGateOptions::gates)
        .map(
            options -> {
              // What the interceptor of this pass keeps, the filter acts on.
              KeptAttention kept = new KeptAttention();
              Phases phases = new Phases(options);
              pass.keep(kept);
              return plan -> filter(plan, phases, kept);
            });
  }

  private static void filter(RowPlan plan, Phases phases, KeptAttention kept) {
    if (kept.any() && phases.behind(plan.step())) {
      for (int i = 0; i < plan.size(); i++) {
        if (plan.row(i).role() == Row.Role.UNCOND) {
          plan.drop(i);
        }
      }
    }
  }
}
