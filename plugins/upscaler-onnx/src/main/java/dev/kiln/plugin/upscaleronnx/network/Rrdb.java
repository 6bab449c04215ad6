package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.Optional;

/**
 * ESRGAN (Wang et al., arXiv 1809.00219) and Real-ESRGAN (arXiv 2107.10833): blocks of dense blocks
 * whose results are scaled by 0.2 before they are added. Real-ESRGAN's networks of scale 2 and 1
 * are that of scale 4 on a picture whose pixels are folded into channels.
 */
record Rrdb(Parameters parameters, RrdbNames names, int folded) implements Architecture {
  private static final float SLOPE = 0.2f;
  private static final float RESIDUAL = 0.2f;
  private static final int DENSE_BLOCKS = 3;
  private static final int CONVOLUTIONS = 5;

  static Optional<Rrdb> of(Parameters parameters) {
    return RrdbNames.of(parameters).map(names -> of(parameters, names));
  }

  private static Rrdb of(Parameters parameters, RrdbNames names) {
    int channels = parameters.inputs(names.first());
    int folded = channels == 12 ? 2 : channels == 48 ? 4 : 1;
    parameters.demandColors(channels / (folded * folded), "takes");
    parameters.demandColors(parameters.outputs(names.last()), "makes");
    return new Rrdb(parameters, names, folded);
  }

  @Override
  public int scale() {
    return (1 << names.ups().size()) / folded;
  }

  @Override
  public int multiple() {
    return folded;
  }

  @Override
  public String name() {
    return "ESRGAN";
  }

  @Override
  public void write(NetworkGraph network) {
    Layers layers = new Layers(network, parameters);
    Value first = layers.foldedConv(layers.image(), folded, names.first());
    Value deep = first;
    for (int block = 0; block < names.blocks(); block++) {
      deep = block(layers, deep, block);
    }
    Value x = layers.writer().add(first, layers.conv(deep, names.trunk()));
    for (String up : names.ups()) {
      x = layers.leaky(layers.conv(layers.nearest(x, 2), up), SLOPE);
    }
    x = layers.leaky(layers.conv(x, names.hr()), SLOPE);
    layers.result(layers.conv(x, names.last()));
    parameters.demandAllUsed(name());
  }

  private Value block(Layers layers, Value x, int block) {
    Value deep = x;
    for (int dense = 1; dense <= DENSE_BLOCKS; dense++) {
      deep = dense(layers, deep, block, dense);
    }
    return layers.writer().add(x, layers.writer().mul(deep, RESIDUAL));
  }

  /** Each convolution sees the block's input and the results of all before it. */
  private Value dense(Layers layers, Value x, int block, int dense) {
    Value seen = x;
    for (int i = 1; i < CONVOLUTIONS; i++) {
      Value made = layers.leaky(layers.conv(seen, names.dense(block, dense, i)), SLOPE);
      seen = layers.writer().concat(1, seen, made);
    }
    Value last = layers.conv(seen, names.dense(block, dense, CONVOLUTIONS));
    return layers.writer().add(x, layers.writer().mul(last, RESIDUAL));
  }
}
