package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/** A matrix product of tokens in 8 bits. */
record IntegerProduct(Bytes bytes, Inputs read) implements Way {
  /** An embedding of time has two axes, and so few numbers that nothing is won. */
  private static final int TOKENS = 3;

  @Override
  public boolean takes(Site site) {
    return site.isProduct() && site.rank() == TOKENS;
  }

  @Override
  public Codes codes(Site site, float[] rows) {
    return Rows.of(rows, site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, byte[] codes) {
    byte[] turned = Rows.turned(codes, site.outputs(), 1);
    return bytes.kept(graph, turned, site.inputs(), site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, float[] scales) {
    return graph.constant(Tensor.of(scales, site.outputs()));
  }

  @Override
  public void write(NetworkGraph network, Site site, Kept weights) {
    GraphEditor graph = network.editor().at(site.layer().path());
    Inputs.Read x = read.of(site);
    network.replace(
        site.layer().product(), bytes.product(graph, x, x.numbers(), weights, Value.NONE));
  }
}
