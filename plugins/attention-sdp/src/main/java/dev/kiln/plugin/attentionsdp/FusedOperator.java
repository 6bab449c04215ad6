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
  /** MultiHeadAttention, a tile of scores at a time. */
  FLASH,
  /** ONNX's own Attention, which multiplies whole matrices. */
  WHOLE;

  /** Up to that many keys whole products are faster than tiles; the README has the measurements. */
  private static final long FEW_KEYS = 256;

  /** The version of ONNX's operators from which on there is Attention. */
  private static final int ATTENTION = 23;

  private static final String MULTI_HEAD = "com.microsoft.MultiHeadAttention";

  static FusedOperator of(AttentionSite site, NetworkContext network) {
    Optional<ScoreSize> size = site.scores(network);
    boolean few =
        size.isPresent()
            && size.get().keys() <= FEW_KEYS
            && size.get().bytes() <= network.attentionMemory();
    // The flash kernel takes no bias.
    return few || site.bias().isPresent() ? WHOLE : FLASH;
  }

  static Support support(AttentionSite site, NetworkContext network) {
    long bytes = site.scores(network).map(ScoreSize::bytes).orElse(0L);
    if (site.bias().isPresent() && bytes > network.attentionMemory()) {
      return Support.no(
          "it has a bias, for which all scores are held at once: %d bytes, %d are allowed"
              .formatted(bytes, network.attentionMemory()));
    }
    return of(site, network) == FLASH
        ? Support.yes("the flash kernel is fastest with so many keys")
        : Support.yes("whole products are fastest with so few keys, or needed for a bias");
  }

  Value write(AttentionSite site, GraphEditor graph) {
    boolean bias = site.bias().isPresent();
    if (this == WHOLE && graph.raise(ATTENTION)) {
      Attributes attributes =
          Attributes.of("q_num_heads", site.heads())
              .and("kv_num_heads", site.heads())
              .and("scale", site.scale());
      return bias
          ? graph.op(
              "Attention", attributes, site.query(), site.key(), site.value(), full(site, graph))
          : graph.op("Attention", attributes, site.query(), site.key(), site.value());
    }
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    return bias
        ? graph.op(
            MULTI_HEAD,
            attributes,
            site.query(),
            site.key(),
            site.value(),
            Value.NONE,
            Value.NONE,
            full(site, graph))
        : graph.op(MULTI_HEAD, attributes, site.query(), site.key(), site.value());
  }

  /** Both operators broadcast rows and heads of a bias, but neither queries nor keys. */
  private static Value full(AttentionSite site, GraphEditor graph) {
    Value one = graph.whole(1);
    Value queries = graph.dim(site.query(), 1);
    Value sizes = graph.sizes(one, one, queries, graph.dim(site.key(), 1));
    return graph.op("Expand", graph.like(site.bias().orElseThrow(), site.query()), sizes);
  }
}
