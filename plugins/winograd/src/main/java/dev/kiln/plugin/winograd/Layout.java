package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.ConvolutionShape;

/**
 * How a picture is cut for its transforms. One matrix for a whole line costs as many
 * multiplications a pixel as the line is long, so long lines are cut into blocks, and high pictures
 * into strips.
 */
record Layout(Tile tile, ConvolutionShape shape) {
  /** Pixels up to which one matrix for the whole picture is cheapest. */
  private static final long FEW = 256;

  /** Pixels of a line for which a matrix is cheap whatever the channels. */
  private static final int SHORT = 32;

  /** Channels for each further pixel of a line: a matrix then costs about a sixth of the rest. */
  private static final int CHANNELS = 5;

  private static final int NARROWEST_BLOCK = 16;

  /** Bytes of a strip's transform. */
  private static final double STRIP = 64e6;

  /** Whether the whole picture is transformed by one matrix. */
  boolean flat() {
    return shape.height() * shape.width() <= FEW
        && shape.outputHeight() * shape.outputWidth() <= FEW;
  }

  /** The longest line of one matrix. */
  private int line() {
    long channels = Math.min(shape.inputs(), shape.outputs());
    return (int) Math.max(SHORT, channels / CHANNELS);
  }

  private int width() {
    return (int) shape.width();
  }

  /** Columns of a block; all of {@link #columns} where there is only one. */
  int block() {
    if (width() <= line()) {
      return width();
    }
    for (int block = line(); block >= NARROWEST_BLOCK; block--) {
      if (width() % block == 0 && block % tile.outputs() == 0) {
        return block;
      }
    }
    return SHORT;
  }

  /** Columns of all blocks: those of the picture, or more where no block divides them. */
  int columns() {
    int block = block();
    return (width() + block - 1) / block * block;
  }

  /** Rows of a strip's result. */
  int rows() {
    double growth = (double) tile.size() * tile.size() / (tile.outputs() * tile.outputs());
    double row = Float.BYTES * growth * columns() * Math.max(shape.inputs(), shape.outputs());
    int most = (int) Math.min(line(), STRIP / (row * Math.max(1, shape.rows())));
    return Math.max(2, most / tile.outputs()) * tile.outputs();
  }
}
