package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution as a product in 8 bits: each pixel is multiplied with those around it, which stand
 * beside it as further channels. They are bytes, so that the nine copies of a 3x3 kernel take
 * little more than twice the picture. ONNX Runtime's own convolution of whole numbers is slower
 * than that of float32.
 */
record IntegerConvolution(Bytes bytes, Inputs read) implements Way {
  private static final long END = Long.MAX_VALUE;

  @Override
  public boolean takes(Site site) {
    return site.isDense();
  }

  @Override
  public Codes codes(Site site, float[] rows) {
    return Rows.of(rows, site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, byte[] codes) {
    byte[] turned = Rows.turned(codes, site.outputs(), site.kernel());
    return bytes.kept(graph, turned, (long) site.kernel() * site.inputs(), site.outputs());
  }

  @Override
  public Value kept(GraphEditor graph, Site site, float[] scales) {
    return graph.constant(Tensor.of(scales, site.outputs()));
  }

  @Override
  public void write(NetworkGraph network, Site site, Kept weights) {
    GraphEditor graph = network.editor().at(site.layer().path());
    Inputs.Read x = read.of(site);
    Value pixels = graph.transpose(x.numbers(), 0, 2, 3, 1);
    Value around = around(graph, padded(graph, site, pixels, x.zero()), site);
    Value made = bytes.product(graph, x, around, weights, site.bias().orElse(Value.NONE));
    network.replace(site.layer().product(), graph.transpose(made, 0, 3, 1, 2));
  }

  /** [rows, height, width, channels] with a border of zeros, which the zero point stands for. */
  private static Value padded(GraphEditor graph, Site site, Value pixels, Value zero) {
    List<Long> pads = site.list("pads", 0L, 0L, 0L, 0L);
    if (pads.stream().allMatch(pad -> pad == 0)) {
      return pixels;
    }
    Value border = graph.list(0, pads.get(0), pads.get(1), 0, 0, pads.get(2), pads.get(3), 0);
    return graph.op("Pad", pixels, border, zero);
  }

  /** The pixels of each kernel side by side: [rows, height, width, kernel·channels]. */
  private static Value around(GraphEditor graph, Value pixels, Site site) {
    long high = site.layer().shape().get(2);
    long wide = site.layer().shape().get(3);
    if (high * wide == 1) {
      return pixels;
    }
    List<Value> parts = new ArrayList<>();
    for (long down = 0; down < high; down++) {
      Value lines = graph.slice(pixels, 1, down, end(down + 1 - high));
      for (long right = 0; right < wide; right++) {
        parts.add(graph.slice(lines, 2, right, end(right + 1 - wide)));
      }
    }
    return graph.concat(3, parts.toArray(Value[]::new));
  }

  private static long end(long before) {
    return before == 0 ? END : before;
  }
}
