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
 * Offers windows: a token sees those of its own (Swin, arXiv 2103.14030). Where windows are
 * shifted, those at the edge hold both ends of the picture.
 */
@Extension
@Singleton
@Offers(value = "local-window", exact = false)
public final class LocalWindow implements AttentionOptimizer {
  @Inject
  LocalWindow() {}

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
            .map(it -> "%d windows of %dx%d".formatted(it.count(), it.rows(), it.columns()))
            .orElse(""));
  }

  private static Optional<Cells> cells(AttentionSite site, NetworkContext network) {
    return WholeAttention.mayBeSparse(site, network)
        ? Cells.of(site, network, SparseOptions.of(network).window()).filter(it -> it.count() > 1)
        : Optional.empty();
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    boolean shifted = SparseOptions.of(network).shift() && second(site.path());
    return cells(site, network)
        .map(it -> windowed(site, graph, it.windows(graph, shifted ? it.half() : 0)))
        .orElseGet(() -> WholeAttention.write(site, graph));
  }

  private static Value windowed(AttentionSite site, GraphEditor graph, Windows windows) {
    Value mixed =
        WholeAttention.write(
            site,
            graph,
            graph.toWindows(site.query(), windows),
            new KeyValue(
                graph.toWindows(site.key(), windows), graph.toWindows(site.value(), windows)));
    return graph.fromWindows(mixed, windows);
  }

  /** Of blocks that are numbered one after the other every second: the numbers' sum is even. */
  static boolean second(String path) {
    int sum = path.chars().filter(Character::isDigit).map(Character::getNumericValue).sum();
    return sum % 2 == 0;
  }
}
