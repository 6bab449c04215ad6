package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one convolution by tiles. A tile with its border is transformed channel by channel: that
 * is a convolution of one channel whose stride is the tile's side. A product with the transformed
 * weights mixes the channels. The way back is a transposed convolution, whose results do not
 * overlap. Zeros around the picture and the rest of the last tiles are padding of the two.
 */
final class ConvolutionWriter {
  private static final long ALL = -1;

  /** Bytes of a strip's transform: what is held beside the result, and fits into caches best. */
  static final double STRIP = 48e6;

  private final ConvolutionSite site;
  private final ConvolutionShape shape;
  private final GraphEditor graph;
  private final Tile tile;
  private final double strip;
  private final Value forward;
  private final Value weights;
  private final Value back;

  /**
   * @param strip bytes of a strip's transform
   */
  ConvolutionWriter(ConvolutionSite site, GraphEditor graph, Tile tile, double strip) {
    this.site = site;
    this.shape = site.shape();
    this.graph = graph;
    this.tile = tile;
    this.strip = strip;
    this.forward = graph.constant(forward(tile));
    this.weights =
        graph.transformed(
            site.weights(), "winograd" + tile.outputs(), tile.products(), new KernelPlanes(tile));
    this.back = graph.constant(back(tile));
  }

  /** [a·a, 1, a, a]: products of a tile from its pixels and those around it. */
  private static Tensor forward(Tile tile) {
    int a = tile.size();
    Tensor kernels = Tensor.zeros(tile.products(), 1, a, a);
    for (int i = 0; i < kernels.size(); i++) {
      int product = i / tile.products();
      int pixel = i % tile.products();
      kernels.data()[i] = tile.input(product / a, pixel / a) * tile.input(product % a, pixel % a);
    }
    return kernels;
  }

  /** [a·a, 1, m, m]: pixels of a tile from its products. */
  private static Tensor back(Tile tile) {
    int a = tile.size();
    int m = tile.outputs();
    Tensor kernels = Tensor.zeros(tile.products(), 1, m, m);
    for (int i = 0; i < kernels.size(); i++) {
      int product = i / (m * m);
      int pixel = i % (m * m);
      kernels.data()[i] = tile.output(pixel / m, product / a) * tile.output(pixel % m, product % a);
    }
    return kernels;
  }

  Value write() {
    List<Value> strips = new ArrayList<>();
    long height = shape.outputHeight();
    for (long from = 0; from < height; from += rows()) {
      strips.add(strip(from, Math.min(height, from + rows())));
    }
    Value result =
        strips.size() == 1 ? strips.get(0) : graph.concat(2, strips.toArray(Value[]::new));
    return site.bias()
        .map(bias -> graph.add(result, graph.reshape(bias, 1, ALL, 1, 1)))
        .orElse(result);
  }

  private long tiles(long pixels) {
    return (pixels + tile.outputs() - 1) / tile.outputs();
  }

  /** Of a strip's result. */
  private long rows() {
    long channels = Math.max(shape.inputs(), shape.outputs());
    double line = (double) Float.BYTES * tile.products() * tiles(shape.width()) * channels;
    long lines = (long) (strip / (line * Math.max(1, shape.rows())));
    return Math.max(1, lines) * tile.outputs();
  }

  /** Some rows of the result. */
  private Value strip(long from, long to) {
    long above = from - shape.window().padding().get(0);
    long first = Math.max(0, above);
    long last = Math.min(shape.height(), above + to - from + Tile.KERNEL - 1);
    boolean all = first == 0 && last == shape.height();
    Value rows = all ? site.input() : graph.slice(site.input(), 2, first, last);
    long down = tiles(to - from);
    long across = tiles(shape.width());
    long m = tile.outputs();
    long below = above + m * down + Tile.KERNEL - 1 - last;
    long right = m * across + 1 - shape.width();
    Value spread =
        graph.op(
            "Conv",
            stride().andList("pads", first - above, 1, below, right),
            graph.reshape(rows, ALL, 1, last - first, shape.width()),
            forward);
    Value mixed = mixed(spread, down * across);
    Value joined =
        graph.op(
            "ConvTranspose",
            stride().andList("pads", 0, 0, m * down - (to - from), m * across - shape.width()),
            graph.reshape(mixed, ALL, tile.products(), down, across),
            back);
    return graph.reshape(joined, ALL, shape.outputs(), to - from, shape.width());
  }

  private Attributes stride() {
    return Attributes.ofList("strides", tile.outputs(), tile.outputs());
  }

  /** [n·inputs, a·a, down, across] to [n, outputs, a·a, tiles], for all n at once. */
  private Value mixed(Value spread, long tiles) {
    Value apart = graph.reshape(spread, ALL, shape.inputs(), tile.products(), tiles);
    Value sorted = graph.transpose(apart, 2, 1, 0, 3);
    Value columns = graph.reshape(sorted, tile.products(), shape.inputs(), ALL);
    Value product = graph.matmul(weights, columns);
    Value byPicture = graph.reshape(product, tile.products(), shape.outputs(), ALL, tiles);
    return graph.transpose(byPicture, 2, 1, 0, 3);
  }
}
