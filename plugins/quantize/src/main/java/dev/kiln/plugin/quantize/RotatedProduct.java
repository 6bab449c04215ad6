package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;

/** A product in blocks whose weights and inputs are rotated first: for weights with outliers. */
record RotatedProduct(BlockProduct product) implements Way {
  @Override
  public boolean takes(Site site) {
    // What is spread over less than a block of codes meets the same scale as before.
    return product.takes(site) && rotation(site).size() > Blocks.SIZE;
  }

  private static Rotation rotation(Site site) {
    return Rotation.of(site.inputs());
  }

  @Override
  public int bits() {
    return product.bits();
  }

  @Override
  public Codes codes(Site site, float[] rows) {
    return product.codes(site, rotation(site).of(rows));
  }

  @Override
  public Value kept(GraphEditor graph, Site site, byte[] codes) {
    return product.kept(graph, site, codes);
  }

  @Override
  public Value kept(GraphEditor graph, Site site, float[] scales) {
    return product.kept(graph, site, scales);
  }

  @Override
  public void write(NetworkGraph network, Site site, Kept weights) {
    GraphEditor graph = network.editor().at(site.layer().path());
    Rotation rotation = rotation(site);
    Value blocks = graph.reshape(site.input(), -1, rotation.size());
    Value turned = graph.matmul(blocks, graph.constant(rotation.matrix()));
    Value x = graph.op("Reshape", turned, graph.shape(site.input()));
    network.replace(site.layer().product(), product.of(graph, site, x, weights));
  }
}
