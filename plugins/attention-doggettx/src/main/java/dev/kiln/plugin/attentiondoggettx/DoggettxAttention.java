package dev.kiln.plugin.attentiondoggettx;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers slices of queries whose number grows with what the scores take of the memory. */
@Extension
@Singleton
@Offers(value = "doggettx", rank = 60, flags = "--opt-split-attention")
public final class DoggettxAttention implements AttentionOptimizer {
  @Inject
  DoggettxAttention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return site.scores(network)
        .map(size -> QuerySlices.of(size, network.attentionMemory()))
        .map(DoggettxAttention::answer)
        .orElseGet(() -> Support.no("its number of tokens is not known before it runs"));
  }

  private static Support answer(QuerySlices slices) {
    if (slices.tooMany()) {
      return Support.no(
          "not enough memory: it would take %d slices, at most %d are allowed"
              .formatted(slices.steps(), QuerySlices.MOST));
    }
    return slices.steps() == 1
        ? Support.yes("all scores fit into memory")
        : Support.yes("slices of %d queries".formatted(slices.queries()));
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    QuerySlices slices =
        QuerySlices.of(site.scores(network).orElseThrow(), network.attentionMemory());
    return graph.perHead(
        site,
        (q, kv, bias) ->
            slices.steps() == 1
                ? graph.attended(q, kv, site.scale(), bias)
                : graph.chunks(
                    q,
                    2,
                    slices.queries(),
                    (body, part, start, end) ->
                        body.attended(
                            part, kv, site.scale(), body.sliceBroadcast(bias, 2, start, end))));
  }
}
