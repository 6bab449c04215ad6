package dev.kiln.plugin.attentionsubquad;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers parts of queries and keys: what they take grows with neither. */
@Extension
@Singleton
@Offers(
    value = "sub-quadratic",
    rank = 20,
    flags = {"--opt-sub-quad-attention", "--sub-quad-attention"})
public final class SubQuadraticAttention implements AttentionOptimizer {
  @Inject
  SubQuadraticAttention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return parts(site, network)
        .map(parts -> Support.yes(parts.toString()))
        .orElseGet(() -> Support.no("its number of tokens is not known before it runs"));
  }

  private static Optional<ChunkSizes> parts(AttentionSite site, NetworkContext network) {
    SubQuadraticOptions options =
        network.options(SubQuadraticOptions.class).orElse(SubQuadraticOptions.DEFAULT);
    int headSize = site.headSize().orElse(ChunkSizes.HEAD_SIZE);
    return site.scores(network)
        .map(size -> ChunkSizes.of(size, headSize, options, network.attentionMemory()));
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    ChunkSizes parts = parts(site, network).orElseThrow();
    return graph.perHead(
        site,
        (q, kv, bias) ->
            parts.allQueries()
                ? attend(graph, q, kv, site.scale(), bias, parts)
                : graph.chunks(
                    q,
                    2,
                    parts.queries(),
                    (body, part, start, end) ->
                        attend(
                            body,
                            part,
                            kv,
                            site.scale(),
                            body.sliceBroadcast(bias, 2, start, end),
                            parts)));
  }

  private static Value attend(
      GraphEditor graph, Value q, KeyValue kv, float scale, Value bias, ChunkSizes parts) {
    return parts.allKeys()
        ? graph.attended(q, kv, scale, bias)
        : graph.streamed(q, kv, scale, bias, graph.whole(parts.keys()));
  }
}
