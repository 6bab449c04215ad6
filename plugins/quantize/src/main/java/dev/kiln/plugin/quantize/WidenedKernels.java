package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import dev.kiln.spi.tensor.Tensor;

/** A convolution whose weights are widened at each run. ONNX Runtime does not do it beforehand. */
final class WidenedKernels implements Way {
  @Override
  public boolean takes(Site site) {
    return site.layer().layout() == WeightLayout.KERNEL;
  }

  @Override
  public Codes codes(Site site, float[] rows) {
    return Rows.of(rows, site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, byte[] codes) {
    return graph.bytes(
        codes, true, site.layer().shape().stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, float[] scales) {
    return graph.constant(Tensor.of(scales, site.outputs()));
  }

  @Override
  public void write(NetworkGraph network, Site site, Kept kept) {
    GraphEditor graph = network.editor().at(site.layer().path());
    Value weights =
        graph.op("DequantizeLinear", Attributes.of("axis", 0), kept.codes(), kept.scales());
    network.replaceIn(site.layer().product(), site.weights(), weights);
  }
}
