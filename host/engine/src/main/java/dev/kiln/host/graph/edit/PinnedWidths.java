package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.find.FoundAttention;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Value;
import java.util.Set;

/**
 * Declares the widths of an attention's inputs and result. The runtime does not infer sizes that
 * are computed when a network runs, and ONNX's Attention takes an unknown width for 0, so that the
 * next layer does not fit.
 */
public final class PinnedWidths {
  private static final Set<String> ATTENTION = Set.of("Attention", "MultiHeadAttention");

  private final Graph graph;
  private final GraphIndex index;
  private final NodeWriter writer;

  /**
   * @param index made after the attentions were found
   */
  PinnedWidths(Graph graph, GraphIndex index, NodeWriter writer) {
    this.graph = graph;
    this.index = index;
    this.writer = writer;
  }

  /** A value as [batch, tokens, heads * headSize]; the value itself where no size is known. */
  static Value pinned(NodeWriter writer, AttentionSite site, Value value) {
    return pinned(writer, value, (long) site.heads() * site.headSize().orElse(-1));
  }

  private static Value pinned(NodeWriter writer, Value value, long width) {
    return width < 1 ? value : writer.reshape(value, 0, 0, width);
  }

  /** The site with pinned queries, keys and values, for an optimizer to read. */
  public AttentionSite read(AttentionSite site) {
    return ((FoundAttention) site)
        .reading(seen(site, site.query()), seen(site, site.key()), seen(site, site.value()));
  }

  private Value seen(AttentionSite site, Value value) {
    return runtimeKnows(value.name()) ? value : pinned(site, value, value);
  }

  /**
   * @param like has its width, if one is known
   */
  private Value pinned(AttentionSite site, Value value, Value like) {
    NodeWriter at = writer.at(site.path());
    long known = index.width(like.name());
    return known < 1 ? pinned(at, site, value) : pinned(at, value, known);
  }

  private boolean runtimeKnows(String value) {
    Node maker = index.maker(value).orElse(null);
    if (index.width(value) < 1) {
      return false;
    } else if (maker == null || GraphIndex.LAYERS.contains(maker.operator())) {
      return true;
    } else if (maker.is("Reshape") || maker.is("Expand")) {
      return index.weight(maker.input(1)).isPresent();
    }
    return runtimeKnows(maker.input(0));
  }

  /** What an optimizer wrote, for everything else to read. */
  public Value given(AttentionSite site, Value result) {
    boolean follows =
        graph.nodes().stream()
            .anyMatch(
                node ->
                    ATTENTION.contains(node.operator()) && node.outputs().contains(result.name()));
    return follows ? result : pinned(site, result, site.value());
  }
}
