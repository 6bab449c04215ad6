package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/** A matrix product that reads weights in blocks. */
record BlockProduct(Blocks blocks) implements Way {
  /**
   * What the layer reads is brought into 8 bits too, 32 at once. In float32 the operator would
   * widen all weights first, on one thread.
   */
  private static final long IN_8_BITS = 4;

  @Override
  public boolean takes(Site site) {
    return site.isProduct();
  }

  @Override
  public int bits() {
    return blocks.bits();
  }

  @Override
  public Codes codes(Site site, float[] rows) {
    return blocks.of(rows, site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, byte[] codes) {
    return graph.bytes(
        codes, false, site.outputs(), Blocks.blocks(site.inputs()), blocks.blockBytes());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, float[] scales) {
    return graph.constant(Tensor.of(scales, site.outputs(), Blocks.blocks(site.inputs())));
  }

  @Override
  public void write(NetworkGraph network, Site site, Kept weights) {
    GraphEditor graph = network.editor().at(site.layer().path());
    network.replace(site.layer().product(), of(graph, site, site.input(), weights));
  }

  /**
   * @param x what is multiplied
   */
  Value of(GraphEditor graph, Site site, Value x, Kept weights) {
    Value product =
        graph.op(
            "com.microsoft.MatMulNBits",
            Attributes.of("K", site.inputs())
                .and("N", site.outputs())
                .and("bits", blocks.bits())
                .and("block_size", Blocks.SIZE)
                .and("accuracy_level", IN_8_BITS),
            x,
            weights.codes(),
            weights.scales());
    return site.bias().map(bias -> graph.add(product, bias)).orElse(product);
  }
}
