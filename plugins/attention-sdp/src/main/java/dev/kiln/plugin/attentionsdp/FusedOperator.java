package dev.kiln.plugin.attentionsdp;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/** The fused operators of ONNX Runtime, and which one is fastest where. */
enum FusedOperator {
  /** MultiHeadAttention with a tile of scores at a time. */
  FLASH,
  /** Operators with all scores at once: products of whole matrices. */
  WHOLE;

  /** Few keys of large heads are one tile or two, and whole products are faster than tiles. */
  private static final long FEW_KEYS = 256;

  private static final int LARGE_HEAD = 80;
  private static final String MULTI_HEAD = "com.microsoft.MultiHeadAttention";

  /** ONNX's own operator exists from this version on. */
  private static final int ATTENTION = 23;

  static FusedOperator of(AttentionSite site, NetworkContext network) {
    if (site.bias().isPresent()) {
      return WHOLE;
    }
    Optional<ScoreSize> size = site.scores(network);
    boolean fits = size.isPresent() && size.get().bytes() <= network.attentionMemory();
    boolean few = size.isPresent() && size.get().keys() <= FEW_KEYS;
    return fits && few && site.headSize().orElse(0) >= LARGE_HEAD ? WHOLE : FLASH;
  }

  Support answer() {
    return this == FLASH
        ? Support.yes(90, "the flash kernel is fastest at this size")
        : Support.yes(90, "an operator with all scores at once is fastest at this size");
  }

  Value write(AttentionSite site, GraphEditor graph) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    if (this == FLASH) {
      return graph.op(MULTI_HEAD, attributes, site.query(), site.key(), site.value());
    }
    return graph.operatorSet() >= ATTENTION ? attention(site, graph) : multiHead(site, graph);
  }

  private static Value attention(AttentionSite site, GraphEditor graph) {
    Attributes attributes = Attributes.of("scale", site.scale());
    Value q = graph.splitHeads(site.query(), site.heads());
    Value k = graph.splitHeads(site.key(), site.heads());
    Value v = graph.splitHeads(site.value(), site.heads());
    return graph.mergeHeads(
        site.bias().isPresent()
            ? graph.op("Attention", attributes, q, k, v, full(site, graph))
            : graph.op("Attention", attributes, q, k, v),
        site.heads());
  }

  private static Value multiHead(AttentionSite site, GraphEditor graph) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    Value[] qkv = {site.query(), site.key(), site.value()};
    return site.bias().isPresent()
        ? graph.op(
            MULTI_HEAD,
            attributes,
            qkv[0],
            qkv[1],
            qkv[2],
            Value.NONE,
            Value.NONE,
            full(site, graph))
        // Keys and values to give out are nothing that the flash kernel can do.
        : graph.ops(MULTI_HEAD, 3, attributes, qkv).get(0);
  }

  /** Both operators broadcast rows and heads of a bias, but neither queries nor keys. */
  private static Value full(AttentionSite site, GraphEditor graph) {
    Value one = graph.whole(1);
    Value queries = graph.dim(site.query(), 1);
    Value sizes = graph.sizes(one, one, queries, graph.dim(site.key(), 1));
    return graph.op("Expand", graph.like(site.bias().orElseThrow(), site.query()), sizes);
  }
}
