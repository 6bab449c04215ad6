package dev.kiln.plugin.attentionsparse;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tokens of a self-attention in cells of one size: rectangles of a picture, stretches of a
 * sequence.
 *
 * @param height rows of tokens; of a sequence all of them
 * @param width columns of tokens; of a sequence 1
 * @param rows of a cell, a divisor of the height
 * @param columns of a cell, a divisor of the width
 */
record Cells(int height, int width, int rows, int columns) {
  /**
   * Cut.
   *
   * @param side rows and columns of a cell, at most; at least half of it, or there are none
   */
  static Optional<Cells> of(AttentionSite site, NetworkContext network, int side) {
    if (site.kind() != AttentionKind.SELF || site.queryTokens().isEmpty()) {
      return Optional.empty();
    }
    int tokens = Math.toIntExact(site.queryTokens().getAsLong());
    if (site.level().isEmpty()) {
      int rows = divisor(tokens, side * side);
      return rows == 0 ? Optional.empty() : Optional.of(new Cells(tokens, 1, rows, 1));
    }
    int level = site.level().getAsInt();
    if (level < 0 || network.shape().isEmpty()) {
      return Optional.empty();
    }
    int height = network.shape().get().height(level);
    int width = network.shape().get().width(level);
    int rows = divisor(height, side);
    int columns = divisor(width, side);
    return rows == 0 || columns == 0 || height * width != tokens
        ? Optional.empty()
        : Optional.of(new Cells(height, width, rows, columns));
  }

  /** The largest divisor that is at most so large, and at least half of it; 0 for none. */
  static int divisor(int size, int most) {
    return IntStream.iterate(Math.min(size, most), part -> part > 0, part -> part - 1)
        .filter(part -> size % part == 0 && (part == size || 2 * part >= most))
        .findFirst()
        .orElse(0);
  }

  int count() {
    return height / rows * (width / columns);
  }

  /** In one cell. */
  int tokens() {
    return rows * columns;
  }

  /** Half a cell: how far they are shifted. */
  int half() {
    return Math.max(rows, columns) / 2;
  }

  Windows windows(GraphEditor graph, int shift) {
    return new Windows(graph.whole(height), graph.whole(width), rows, columns, shift);
  }

  /** Cells as windows give them, with the batch apart: [batch, cells, tokens, channels]. */
  Value apart(GraphEditor graph, Value windows) {
    return graph.reshape(
        windows,
        graph.whole(-1),
        graph.whole(count()),
        graph.whole(tokens()),
        graph.dim(windows, 2));
  }

  /** The first two of four axes joined: [batch * groups, tokens, channels]. */
  static Value joined(GraphEditor graph, Value groups, long tokens) {
    return graph.reshape(groups, graph.whole(-1), graph.whole(tokens), graph.dim(groups, 3));
  }
}
