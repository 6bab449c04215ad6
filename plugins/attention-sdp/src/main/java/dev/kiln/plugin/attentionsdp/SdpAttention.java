package dev.kiln.plugin.attentionsdp;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers the one fused operator that is fastest at an attention's size. */
@Extension
@Singleton
@Offers(value = "sdp", rank = 90, flags = "--opt-sdp-attention")
public final class SdpAttention implements AttentionOptimizer {
  @Inject
  SdpAttention() {}

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return FusedOperator.support(site, network);
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return FusedOperator.of(site, network).write(site, graph);
  }
}
