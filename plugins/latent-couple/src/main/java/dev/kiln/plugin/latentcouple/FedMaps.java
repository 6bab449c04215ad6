package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalInt;

/** The maps of a pass as {@link RegionMaps} takes them: [1, maps, height, width]. */
final class FedMaps {
  private final RegionPlan plan;
  private final JoinedTokens tokens;
  private final Filters filters;
  private final OptionalInt base;
  private final int cells;

  /**
   * @throws BadRequest when a weight is below 0
   */
  FedMaps(RegionPlan plan, JoinedTokens tokens, Filters filters) {
    this.plan = plan;
    this.tokens = tokens;
    this.filters = filters;
    this.base = plan.layout().base();
    this.cells = filters.height() * filters.width();
    for (int part = 0; part < tokens.parts(); part++) {
      for (float weight : filters.maps().get(part)) {
        if (weight < 0) {
          throw new BadRequest(
              "latent-couple: region %d has the weight %s; in attention mode weights are not below 0"
                  .formatted(part + 1, Float.toString(weight)));
        }
      }
    }
  }

  private Tensor empty() {
    return Tensor.zeros(1, RegionMaps.maps(tokens, base), filters.height(), filters.width());
  }

  private float weight(int part, int cell) {
    return (float) (tokens.weights().get(part) * filters.maps().get(part)[cell]);
  }

  /** Each region reads its own tokens; the common prompt has its share of each cell. */
  Tensor regional() {
    Tensor maps = empty();
    for (int cell = 0; cell < cells; cell++) {
      float regions = 0;
      for (int part = 0; part < tokens.parts(); part++) {
        if (base.isEmpty() || part != base.getAsInt()) {
          maps.data()[part * cells + cell] = weight(part, cell);
          regions += weight(part, cell);
        }
      }
      if (base.isPresent()) {
        int share = tokens.lengths().size() * cells + cell;
        maps.data()[share] = share(weight(base.getAsInt(), cell), regions);
      }
    }
    return maps;
  }

  private float share(float own, float regions) {
    if (regions == 0) {
      return 1;
    }
    return plan.options().base() >= 0 ? (float) plan.options().base() : own / (own + regions);
  }

  /** Every cell reads the tokens of all parts alike, as those of one long prompt. */
  Tensor lifted() {
    Tensor maps = empty();
    Arrays.fill(maps.data(), 0, tokens.parts() * cells, 1);
    return maps;
  }
}
