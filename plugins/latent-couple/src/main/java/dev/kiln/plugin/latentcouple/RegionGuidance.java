package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.Support;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers the classic mode's formula to passes whose request has regions. */
@Extension
@Singleton
@Offers(value = "latent-couple", rank = 50)
public final class RegionGuidance implements GuidanceProvider {
  @Inject
  RegionGuidance() {}

  @Override
  public Support supports(PassContext pass) {
    return RegionPlan.classic(pass).isPresent()
        ? Support.yes("the parts of the prompt have regions")
        : Support.no("the request has no regions in classic mode");
  }

  @Override
  public Guidance open(PassContext pass) {
    ClassicRows rows = ClassicRows.of(RegionPlan.classic(pass).orElseThrow(), pass);
    rows.guide();
    return new ClassicGuidance(rows);
  }
}
