package dev.kiln.plugin.attentionsparse;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;

/** ONNX Runtime's fused operator: for the keys that are seen, and for attentions that see all. */
final class WholeAttention {
  private WholeAttention() {}

  static Value write(AttentionSite site, GraphEditor graph, Value query, KeyValue kv) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    return graph.op("com.microsoft.MultiHeadAttention", attributes, query, kv.key(), kv.value());
  }

  static Value write(AttentionSite site, GraphEditor graph) {
    return write(site, graph, site.query(), new KeyValue(site.key(), site.value()));
  }

  /**
   * What is said of an attention.
   *
   * @param sparse what is done where there is something to leave out
   * @param acts whether there is
   */
  static Support support(AttentionSite site, boolean acts, String sparse) {
    if (site.bias().isPresent()) {
      return Support.no("it has a bias, which says itself what is seen");
    }
    return Support.yes(acts ? sparse : "whole: there is nothing to leave out");
  }

  /** The image codec's one attention costs little and sees all of the picture. */
  static boolean mayBeSparse(AttentionSite site, NetworkContext network) {
    return site.bias().isEmpty()
        && network.kind() != NetworkKind.VAE_DECODER
        && network.kind() != NetworkKind.VAE_ENCODER;
  }
}
