package dev.kiln.plugin.attentionv1;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers the oldest way to save memory: the heads of all rows in one loop, two at a time. */
@Extension
@Singleton
@Offers(value = "v1", rank = 10, flags = "--opt-split-attention-v1")
public final class V1Attention implements AttentionOptimizer {
  @Inject
  V1Attention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    if (site.bias().isPresent()) {
      return Support.no("it adds no bias to the scores");
    }
    return site.scores(network)
        .map(size -> answer(size, network.attentionMemory()))
        .orElseGet(() -> Support.no("its number of tokens is not known before it runs"));
  }

  private static Support answer(ScoreSize size, long memory) {
    long one = size.bytes() / size.rows();
    return one > memory
        ? Support.no(
            "not enough memory: the scores of one head take %d bytes, %d are allowed"
                .formatted(one, memory))
        : Support.yes("%d heads at a time".formatted(heads(size, memory)));
  }

  /** Two, or one where two are too large. */
  private static long heads(ScoreSize size, long memory) {
    return 2 * size.bytes() / size.rows() > memory ? 1 : 2;
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    long size = heads(site.scores(network).orElseThrow(), network.attentionMemory());
    return graph.perHead(
        site,
        (q, kv, noBias) -> {
          Value k = rows(graph, kv.key());
          Value v = rows(graph, kv.value());
          Value mixed =
              graph.chunks(
                  rows(graph, q),
                  1,
                  size,
                  (body, part, start, end) ->
                      body.attended(
                          part,
                          new KeyValue(body.slice(k, 1, start, end), body.slice(v, 1, start, end)),
                          site.scale(),
                          Value.NONE));
          return graph.reshape(mixed, -1, site.heads(), 0, 0);
        });
  }

  /** The heads of all rows in one axis: [1, batch * heads, tokens, size]. */
  private static Value rows(GraphEditor graph, Value x) {
    return graph.reshape(x, 1, -1, 0, 0);
  }
}
