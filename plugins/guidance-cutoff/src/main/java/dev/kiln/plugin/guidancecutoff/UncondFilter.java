package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.RowFilter;

/** Drops the rows of the negative prompt by webUI's two rules, the first one before the second. */
final class UncondFilter implements RowFilter {
  private final CutoffOptions options;
  private final RequestContext context;
  private boolean early;
  private boolean late;

  UncondFilter(CutoffOptions options, RequestContext context) {
    this.options = options;
    this.context = context;
  }

  @Override
  public void filter(RowPlan plan) {
    if (skipsEarly(plan.step())) {
      early |= dropUncond(plan);
    } else if (skipsBelowSigma(plan.step())) {
      late |= dropUncond(plan);
    }
  }

  private boolean skipsEarly(StepView step) {
    return options.skipEarly() > 0
        && (double) step.evaluation() / step.evaluations() <= options.skipEarly();
  }

  private boolean skipsBelowSigma(StepView step) {
    boolean odd = step.evaluation() % 2 == 1;
    return (odd || options.ngmsAll()) && step.sigma() < options.ngms();
  }

  /**
   * Whether there was a row to drop: without guidance there is none. Models that edit a picture
   * keep it, as in webUI: it is part of the picture's guidance, too.
   */
  private static boolean dropUncond(RowPlan plan) {
    boolean any = false;
    for (int i = 0; i < plan.size(); i++) {
      if (plan.row(i).role() == Row.Role.BLIND) {
        return false;
      }
    }
    for (int i = 0; i < plan.size(); i++) {
      if (plan.row(i).role() == Row.Role.UNCOND) {
        plan.drop(i);
        any = true;
      }
    }
    return any;
  }

  @Override
  public void close() {
    if (early) {
      context.infotext("Skip Early CFG", Double.toString(options.skipEarly()));
    }
    if (late) {
      context.infotext("NGMS", Double.toString(options.ngms()));
      if (options.ngmsAll()) {
        context.infotext("NGMS all steps", "True");
      }
    }
  }
}
