package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;

/** Scores scaled inside their product, where the attention is one of plain operators. */
final class ScaledSoftmax implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (AttentionSite site : network.attention()) {
      if (site.bias().isEmpty()) {
        network.replace(site, write(site, network.editor().at(site.path())));
      }
    }
  }

  private static Value write(AttentionSite site, GraphEditor graph) {
    return graph.perHead(
        site,
        (q, kv, noBias) -> {
          Attributes scaled = Attributes.of("alpha", site.scale()).and("transB", 1);
          Value scores = graph.op("com.microsoft.FusedMatMul", scaled, q, kv.key());
          return graph.matmul(graph.softmax(scores), kv.value());
        });
  }
}
