package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.Value;

/** Attention as one operator of ONNX Runtime, for a patch that attends to something else. */
final class MultiHeadAttention {
  private static final String OPERATOR = "com.microsoft.MultiHeadAttention";

  private MultiHeadAttention() {}

  /**
   * @param bias broadcast to [batch, heads, tokens, keys]; {@link Value#NONE} for none
   * @return [batch, tokens, heads * headSize]
   */
  static Value write(NodeWriter at, AttentionSite site, Value query, KeyValue kv, Value bias) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    Value q = PinnedWidths.pinned(at, site, query);
    Value k = PinnedWidths.pinned(at, site, kv.key());
    Value v = PinnedWidths.pinned(at, site, kv.value());
    if (bias.equals(Value.NONE)) {
      return at.op(OPERATOR, attributes, q, k, v);
    }
    // The operator broadcasts the first two axes alone.
    Value one = at.whole(1);
    Value full = at.sizes(one, one, at.dim(q, 1), at.dim(k, 1));
    Value same = at.op("Expand", at.like(bias, q), full);
    return at.op(OPERATOR, attributes, q, k, v, Value.NONE, Value.NONE, same);
  }
}
