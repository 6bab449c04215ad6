package dev.kiln.plugin.attentioninvokeai;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers slices of heads, or of queries where heads are too few, that fit into the cache. */
@Extension
@Singleton
@Offers(value = "invokeai", rank = 50, flags = "--opt-split-attention-invokeai")
public final class InvokeAiAttention implements AttentionOptimizer {
  @Inject
  InvokeAiAttention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return slices(site, network)
        .map(slices -> Support.yes(slices.toString()))
        .orElseGet(() -> Support.no("its number of tokens is not known before it runs"));
  }

  private static Optional<CacheSlices> slices(AttentionSite site, NetworkContext network) {
    return site.scores(network)
        .map(size -> CacheSlices.of(size, CacheSlices.limit(network), site.bias().isEmpty()));
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    CacheSlices slices = slices(site, network).orElseThrow();
    return graph.perHead(
        site,
        (q, kv, bias) -> {
          AttentionOperands factors = new AttentionOperands(q, kv, site.scale(), bias);
          return switch (slices.axis()) {
            case WHOLE -> factors.whole(graph);
            case HEADS -> factors.byHeads(graph, slices.size(), site.heads());
            case QUERIES -> factors.byQueries(graph, slices.size());
          };
        });
  }
}
