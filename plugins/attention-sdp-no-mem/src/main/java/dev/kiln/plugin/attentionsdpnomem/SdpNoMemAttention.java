package dev.kiln.plugin.attentionsdpnomem;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers ONNX Runtime's fused operator without its flash kernel: all scores at once. */
@Extension
@Singleton
@Offers(value = "sdp-no-mem", rank = 40, flags = "--opt-sdp-no-mem-attention")
public final class SdpNoMemAttention implements AttentionOptimizer {
  @Inject
  SdpNoMemAttention() {}

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return Support.yes("one operator, all scores at once");
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    String operator = "com.microsoft.MultiHeadAttention";
    if (site.bias().isPresent()) {
      Value one = graph.whole(1);
      Value queries = graph.dim(site.query(), 1);
      // The operator broadcasts rows and heads of a bias, but neither queries nor keys.
      Value bias =
          graph.op(
              "Expand",
              graph.like(site.bias().get(), site.query()),
              graph.sizes(one, one, queries, graph.dim(site.key(), 1)));
      return graph.op(
          operator,
          attributes,
          site.query(),
          site.key(),
          site.value(),
          Value.NONE,
          Value.NONE,
          bias);
    }
    // Keys and values to give out are nothing that the flash kernel can do.
    return graph.ops(operator, 3, attributes, site.query(), site.key(), site.value()).get(0);
  }
}
