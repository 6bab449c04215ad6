package dev.kiln.host.tuning;

import dev.kiln.host.graph.NetworkEdit;
import dev.kiln.host.model.Model;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.AttentionLab.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The attentions of a model's UNet at one size. */
final class AttentionSites {
  private static final int ROWS = 2;
  private static final int TOKENS = 77;

  private AttentionSites() {}

  /** How often each shape occurs. */
  static Map<Site, Long> of(Model model, int width, int height) {
    NetworkShape shape = new NetworkShape(ROWS, height / 8, width / 8, TOKENS);
    NetworkEdit edit =
        new NetworkEdit(
            model.source().graph(NetworkKind.UNET), NetworkKind.UNET, Optional.of(shape));
    Map<Site, Long> sites = new LinkedHashMap<>();
    for (AttentionSite site : edit.attention()) {
      if (site.queryTokens().isPresent() && site.headSize().isPresent()) {
        sites.merge(
            new Site(
                ROWS,
                (int) site.queryTokens().getAsLong(),
                (int) site.keyTokens().orElse(TOKENS),
                site.heads(),
                site.headSize().getAsInt()),
            1L,
            Long::sum);
      }
    }
    return sites;
  }
}
