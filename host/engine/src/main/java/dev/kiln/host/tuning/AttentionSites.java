package dev.kiln.host.tuning;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.AttentionLab.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The attentions of a model's UNet at one size. */
final class AttentionSites {
  private AttentionSites() {}

  /** How often each shape occurs. */
  static Map<Site, Long> of(ModelSource model, int width, int height) {
    NetworkShape shape = SessionPlans.guided(width, height);
    GraphEdit edit =
        new GraphEdit(model.graph(NetworkKind.UNET), NetworkKind.UNET, Optional.of(shape));
    Map<Site, Long> sites = new LinkedHashMap<>();
    for (AttentionSite site : edit.attention()) {
      if (site.queryTokens().isPresent() && site.headSize().isPresent()) {
        sites.merge(
            new Site(
                shape.rows(),
                (int) site.queryTokens().getAsLong(),
                (int) site.keyTokens().orElse(shape.conditionTokens()),
                site.heads(),
                site.headSize().getAsInt()),
            1L,
            Long::sum);
      }
    }
    return sites;
  }
}
