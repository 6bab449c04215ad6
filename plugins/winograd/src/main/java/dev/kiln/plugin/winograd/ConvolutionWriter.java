package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one convolution as products: its picture's tiles are transformed, multiplied with the
 * transformed weights over all channels, and transformed back. n stands for rows of the batch, c
 * for channels, a for the products of a tile's line, t for tiles.
 */
final class ConvolutionWriter {
  private static final long ALL = -1;

  private final ConvolutionSite site;
  private final ConvolutionShape shape;
  private final GraphEditor graph;
  private final Tile tile;
  private final Layout layout;
  private final Matrices matrices;
  private final Value weights;

  ConvolutionWriter(ConvolutionSite site, GraphEditor graph, Tile tile) {
    this.site = site;
    this.shape = site.shape();
    this.graph = graph;
    this.tile = tile;
    this.layout = new Layout(tile, shape);
    this.matrices = new Matrices(graph);
    String form = "winograd" + tile.outputs();
    this.weights =
        graph.transformed(site.weights(), form, tile.size() * tile.size(), new KernelPlanes(tile));
  }

  Value write() {
    Value result = layout.flat() ? whole() : strips();
    return site.bias()
        .map(bias -> graph.add(result, graph.reshape(bias, 1, ALL, 1, 1)))
        .orElse(result);
  }

  /** The whole picture by one matrix. */
  private Value whole() {
    Line down =
        new Line(tile, (int) shape.height(), (int) shape.outputHeight(), (int) paddingAbove());
    Line across = new Line(tile, (int) shape.width(), (int) shape.outputWidth(), 1);
    long products = (long) tile.size() * tile.size();
    long tiles = (long) down.tiles() * across.tiles();
    Value pixels = graph.reshape(site.input(), 0, shape.inputs(), ALL);
    Value spread = graph.matmul(pixels, matrices.forward(down, across));
    Value apart = graph.reshape(spread, 0, shape.inputs(), products, tiles);
    Value sorted = graph.transpose(apart, 2, 1, 0, 3);
    Value mixed = mixed(graph.reshape(sorted, products, shape.inputs(), ALL));
    Value byPicture = graph.reshape(mixed, products, shape.outputs(), ALL, tiles);
    Value back = graph.transpose(byPicture, 2, 1, 0, 3);
    Value joined = graph.reshape(back, ALL, shape.outputs(), products * tiles);
    Value made = graph.matmul(joined, matrices.back(down, across));
    return graph.reshape(made, ALL, shape.outputs(), down.outputs(), across.outputs());
  }

  private long paddingAbove() {
    return shape.window().padding().get(0);
  }

  /** [a·a, inputs, n·t] to [a·a, outputs, n·t]. */
  private Value mixed(Value tiles) {
    return graph.matmul(weights, tiles);
  }

  private Value strips() {
    List<Value> strips = new ArrayList<>();
    Value input = widened();
    long height = shape.outputHeight();
    for (long from = 0; from < height; from += layout.rows()) {
      long to = Math.min(height, from + layout.rows());
      long above = from - paddingAbove();
      long first = Math.max(0, above);
      long last = Math.min(shape.height(), above + to - from + Tile.KERNEL - 1);
      boolean all = first == 0 && last == shape.height();
      Value rows = all ? input : graph.slice(input, 2, first, last);
      Line down = new Line(tile, (int) (last - first), (int) (to - from), (int) (first - above));
      strips.add(strip(rows, down));
    }
    Value joined =
        strips.size() == 1 ? strips.get(0) : graph.concat(2, strips.toArray(Value[]::new));
    return layout.columns() == shape.width()
        ? joined
        : graph.slice(joined, 3, 0, shape.outputWidth());
  }

  /** As many columns as all blocks have: zeros beyond the picture's border are what is there. */
  private Value widened() {
    long more = layout.columns() - shape.width();
    return more == 0
        ? site.input()
        : graph.op("Pad", site.input(), graph.list(0, 0, 0, 0, 0, 0, 0, more));
  }

  /**
   * Some rows of the result.
   *
   * @param rows [n, c, rows, columns] that they are made of
   */
  private Value strip(Value rows, Line down) {
    long blocks = layout.columns() / layout.block();
    Line across =
        blocks == 1
            ? new Line(tile, layout.block(), layout.block(), 1)
            : new Line(tile, layout.block() + Tile.KERNEL - 1, layout.block(), 0);
    long line = blocks * across.products();
    long a = tile.size();
    Value wide = graph.matmul(blocks == 1 ? rows : blocks(rows, down), matrices.forward(across));
    Value lines = graph.reshape(wide, 0, shape.inputs(), down.inputs(), line);
    Value tall = graph.matmul(matrices.forwardDown(down), lines);
    Value apart =
        graph.reshape(tall, 0, shape.inputs(), a, down.tiles(), blocks, a, across.tiles());
    Value sorted = graph.transpose(apart, 2, 5, 1, 0, 3, 4, 6);
    Value mixed = mixed(graph.reshape(sorted, a * a, shape.inputs(), ALL));
    Value byPicture =
        graph.reshape(mixed, a, a, shape.outputs(), ALL, down.tiles(), blocks, across.tiles());
    Value back = graph.transpose(byPicture, 3, 2, 0, 4, 5, 1, 6);
    Value joined = graph.reshape(back, ALL, shape.outputs(), down.products(), line);
    Value low = graph.matmul(matrices.backDown(down), joined);
    Value cut = graph.reshape(low, 0, shape.outputs(), down.outputs() * blocks, across.products());
    Value made = graph.matmul(cut, matrices.back(across));
    return graph.reshape(made, 0, shape.outputs(), down.outputs(), layout.columns());
  }

  /**
   * [n, c, rows, columns] as [n, c, rows, blocks, block + 2], a column of each neighbour beside.
   */
  private Value blocks(Value rows, Line down) {
    long block = layout.block();
    long count = layout.columns() / block;
    Value own = graph.reshape(rows, 0, shape.inputs(), down.inputs(), count, block);
    Value lastOnes = graph.slice(graph.slice(own, 4, block - 1, block), 3, 0, count - 1);
    Value firstOnes = graph.slice(graph.slice(own, 4, 0, 1), 3, 1, count);
    Value left = graph.op("Pad", lastOnes, graph.list(0, 0, 0, 1, 0, 0, 0, 0, 0, 0));
    Value right = graph.op("Pad", firstOnes, graph.list(0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    return graph.concat(4, left, own, right);
  }
}
