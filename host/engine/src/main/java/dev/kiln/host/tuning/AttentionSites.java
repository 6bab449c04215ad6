package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.AttentionLab.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The attentions of a model's UNet and of its ControlNets at one size. */
final class AttentionSites {
  private AttentionSites() {}

  /**
   * How often each shape occurs.
   *
   * @param controlNets that go with the model: of their shapes those that it has not, once
   */
  static Map<Site, Long> of(
      ModelSource model, List<NetworkFiles> controlNets, int width, int height) {
    NetworkShape shape = SessionPlans.guided(width, height);
    Map<Site, Long> found = new LinkedHashMap<>();
    sites(model.graph(NetworkKind.UNET), NetworkKind.UNET, shape)
        .forEach(site -> found.merge(site, 1L, Long::sum));
    for (NetworkFiles network : controlNets) {
      sites(network.graph(NetworkKind.CONTROLNET), NetworkKind.CONTROLNET, shape)
          .forEach(site -> found.putIfAbsent(site, 1L));
    }
    return found;
  }

  private static Stream<Site> sites(Graph graph, NetworkKind kind, NetworkShape shape) {
    return new GraphEdit(graph, kind, Optional.of(shape))
        .attention().stream()
            .filter(site -> site.queryTokens().isPresent() && site.headSize().isPresent())
            .map(site -> site(site, shape));
  }

  private static Site site(AttentionSite site, NetworkShape shape) {
    return new Site(
        shape.rows(),
        (int) site.queryTokens().getAsLong(),
        (int) site.keyTokens().orElse(shape.conditionTokens()),
        site.heads(),
        site.headSize().getAsInt());
  }
}
