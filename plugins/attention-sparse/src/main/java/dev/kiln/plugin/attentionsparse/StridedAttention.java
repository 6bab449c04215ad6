package dev.kiln.plugin.attentionsparse;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Offers a grid: a token sees those that lie a multiple of the stride away, all over the picture
 * (MaxViT's grid attention, arXiv 2204.01697; of a sequence the strided pattern of Sparse
 * Transformers, arXiv 1904.10509).
 */
@Extension
@Singleton
@Offers(value = "strided", exact = false)
public final class StridedAttention implements AttentionOptimizer {
  @Inject
  StridedAttention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    Optional<Cells> cells = cells(site, network);
    return WholeAttention.support(
        site,
        cells.isPresent(),
        cells.map(it -> "one of %dx%d tokens".formatted(it.rows(), it.columns())).orElse(""));
  }

  /** Cells as large as the stride: tokens at the same place of each see each other. */
  private static Optional<Cells> cells(AttentionSite site, NetworkContext network) {
    return WholeAttention.mayBeSparse(site, network)
        ? Cells.of(site, network, SparseOptions.of(network).stride())
            .filter(it -> it.count() > 1 && it.tokens() > 1)
        : Optional.empty();
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return cells(site, network)
        .map(it -> spread(site, graph, it))
        .orElseGet(() -> WholeAttention.write(site, graph));
  }

  private static Value spread(AttentionSite site, GraphEditor graph, Cells cells) {
    Windows windows = cells.windows(graph, 0);
    KeyValue kv =
        new KeyValue(
            grid(graph, site.key(), cells, windows), grid(graph, site.value(), cells, windows));
    Value query = grid(graph, site.query(), cells, windows);
    Value mixed = WholeAttention.write(site, graph, query, kv);
    Value places =
        graph.reshape(
            mixed,
            graph.whole(-1),
            graph.whole(cells.tokens()),
            graph.whole(cells.count()),
            graph.dim(mixed, 2));
    Value back = graph.transpose(places, 0, 2, 1, 3);
    return graph.fromWindows(Cells.joined(graph, back, cells.tokens()), windows);
  }

  /** The same place of all cells together: [batch * tokens of a cell, cells, channels]. */
  private static Value grid(GraphEditor graph, Value x, Cells cells, Windows windows) {
    Value apart = cells.apart(graph, graph.toWindows(x, windows));
    return Cells.joined(graph, graph.transpose(apart, 0, 2, 1, 3), cells.count());
  }
}
