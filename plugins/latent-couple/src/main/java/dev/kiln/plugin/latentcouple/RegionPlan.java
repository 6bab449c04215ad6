package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.RequestContext;
import java.util.List;
import java.util.Optional;

/**
 * What is to be drawn where in one request, as all hooks of this plugin see it. Made with the
 * prompt; the maps of a size are computed once.
 *
 * @param parts of the prompt as the user wrote it
 * @param merged whether one more part follows, which is all of them in one
 */
record RegionPlan(CoupleOptions options, RegionLayout layout, int parts, boolean merged) {
  static Optional<RegionPlan> of(RequestContext request) {
    return request.kept(RegionPlan.class);
  }

  /** Of a request in classic mode: each part is a row of the network. */
  static Optional<RegionPlan> classic(RequestContext request) {
    return of(request).filter(plan -> !plan.options.attention());
  }

  /** Of a request in attention mode: all parts are one row. */
  static Optional<RegionPlan> attention(RequestContext request) {
    return of(request).filter(plan -> plan.options.attention());
  }

  /**
   * The maps of a pass.
   *
   * @throws BadRequest when a region has no cell, or a cell no region
   */
  Filters filters(PassContext pass) {
    int height = pass.height() / 8;
    int width = pass.width() / 8;
    return pass.kept(Filters.class)
        .filter(known -> known.height() == height && known.width() == width)
        .orElseGet(
            () -> {
              Filters made = made(height, width);
              String warning = layout.warning(height, width);
              if (!warning.isEmpty()) {
                pass.warn(warning);
              }
              pass.keep(made);
              return made;
            });
  }

  private Filters made(int height, int width) {
    Filters sharp = layout.filters(height, width).forParts(parts);
    List<Integer> holes = sharp.uncovered();
    if (!holes.isEmpty()) {
      int hole = holes.get(0);
      throw new BadRequest(
          "latent-couple: no region covers %d of %d cells of 8 pixels, the first at row %d, column %d; widen a region or add one for the whole picture"
              .formatted(holes.size(), height * width, hole / width, hole % width));
    }
    return sharp.softened(options.softBorder() / 8);
  }
}
