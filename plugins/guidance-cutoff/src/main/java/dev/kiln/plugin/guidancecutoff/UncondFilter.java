package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.RowFilter;
import java.util.function.IntPredicate;

/**
 * Drops the rows of the negative prompt: by webUI's two rules, the first one before the second,
 * then by the fraction of the evaluations that are guided, then for each image whose predictions
 * have aligned.
 */
final class UncondFilter implements RowFilter {
  private static final IntPredicate ALL = image -> true;

  private final CutoffOptions options;
  private final RequestContext context;
  private final IntPredicate aligned;
  private int early;
  private int late;
  private int ended;
  private int alike;
  private int seen;

  /**
   * @param aligned the images whose predictions are as alike as the options want
   */
  UncondFilter(CutoffOptions options, RequestContext context, IntPredicate aligned) {
    this.options = options;
    this.context = context;
    this.aligned = aligned;
  }

  @Override
  public void filter(RowPlan plan) {
    seen += count(plan, Row.Role.UNCOND);
    if (skipsEarly(plan.step())) {
      early += dropUncond(plan, ALL);
    } else if (skipsBelowSigma(plan.step())) {
      late += dropUncond(plan, ALL);
    } else if (done(plan.step()) >= options.guided() && options.guided() < 1) {
      ended += dropUncond(plan, ALL);
    } else if (options.alignment() < 1) {
      alike += dropUncond(plan, aligned);
    }
  }

  private static double done(StepView step) {
    return (double) step.evaluation() / step.evaluations();
  }

  private boolean skipsEarly(StepView step) {
    return options.skipEarly() > 0 && done(step) <= options.skipEarly();
  }

  private boolean skipsBelowSigma(StepView step) {
    boolean odd = step.evaluation() % 2 == 1;
    return (odd || options.ngmsAll()) && step.sigma() < options.ngms();
  }

  /**
   * How many rows were dropped: without guidance there is none. Models that edit a picture keep it,
   * as in webUI: it is part of the picture's guidance, too.
   */
  private static int dropUncond(RowPlan plan, IntPredicate images) {
    if (count(plan, Row.Role.BLIND) > 0) {
      return 0;
    }
    int dropped = 0;
    for (int i = 0; i < plan.size(); i++) {
      if (plan.row(i).role() == Row.Role.UNCOND && images.test(plan.row(i).image())) {
        plan.drop(i);
        dropped++;
      }
    }
    return dropped;
  }

  private static int count(RowPlan plan, Row.Role role) {
    int count = 0;
    for (int i = 0; i < plan.size(); i++) {
      count += plan.row(i).role() == role ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    if (early > 0) {
      context.infotext("Skip Early CFG", Double.toString(options.skipEarly()));
    }
    if (late > 0) {
      context.infotext("NGMS", Double.toString(options.ngms()));
      if (options.ngmsAll()) {
        context.infotext("NGMS all steps", "True");
      }
    }
    if (ended > 0) {
      context.infotext("Guided part", Double.toString(options.guided()));
    }
    if (alike > 0) {
      context.infotext("Guidance alignment", Double.toString(options.alignment()));
      context.infotext("Guidance aligned", alike + " of " + seen + " skipped");
    }
  }
}
