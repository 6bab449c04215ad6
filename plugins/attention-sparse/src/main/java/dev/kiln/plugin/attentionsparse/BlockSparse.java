package dev.kiln.plugin.attentionsparse;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers blocks: those of a window see the windows that a pattern names. */
@Extension
@Singleton
@Offers(value = "block-sparse", exact = false)
public final class BlockSparse implements AttentionOptimizer {
  @Inject
  BlockSparse() {}

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
        cells
            .map(
                it ->
                    "%d of %d blocks of %dx%d"
                        .formatted(
                            SparseOptions.of(network).blocks(),
                            it.count(),
                            it.rows(),
                            it.columns()))
            .orElse(""));
  }

  private static Optional<Cells> cells(AttentionSite site, NetworkContext network) {
    SparseOptions options = SparseOptions.of(network);
    return WholeAttention.mayBeSparse(site, network)
        ? Cells.of(site, network, options.window()).filter(it -> it.count() > options.blocks())
        : Optional.empty();
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return cells(site, network)
        .map(it -> blocked(site, graph, it, BlockPattern.of(it.count(), SparseOptions.of(network))))
        .orElseGet(() -> WholeAttention.write(site, graph));
  }

  private static Value blocked(
      AttentionSite site, GraphEditor graph, Cells cells, List<List<Integer>> pattern) {
    Windows windows = cells.windows(graph, 0);
    int seen = pattern.get(0).size();
    Value blocks =
        graph.list(pattern.stream().flatMap(List::stream).mapToLong(Integer::longValue).toArray());
    KeyValue kv =
        new KeyValue(
            gathered(graph, site.key(), cells, windows, blocks, seen),
            gathered(graph, site.value(), cells, windows, blocks, seen));
    Value query = graph.toWindows(site.query(), windows);
    return graph.fromWindows(WholeAttention.write(site, graph, query, kv), windows);
  }

  /** What each block sees: [batch * blocks, seen * tokens of a block, channels]. */
  private static Value gathered(
      GraphEditor graph, Value x, Cells cells, Windows windows, Value blocks, int seen) {
    Value apart = cells.apart(graph, graph.toWindows(x, windows));
    Value chosen = graph.op("Gather", Attributes.of("axis", 1), apart, blocks);
    return Cells.joined(graph, chosen, (long) seen * cells.tokens());
  }
}
