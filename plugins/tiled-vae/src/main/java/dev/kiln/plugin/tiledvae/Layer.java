package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.List;

/** A step of a network that makes rows of its output from rows of its sources. */
sealed interface Layer permits ConvLayer, ResizeLayer, PointwiseLayer, NormedLayer {
  Value output();

  /** What it reads that has rows; parameters do not. */
  List<Value> sources();

  /**
   * The rows of each source that some rows of the output need; those above the first or below the
   * last are padding.
   */
  Rows reads(Rows rows);

  /**
   * Write some rows of the output.
   *
   * @param sources those rows of each that it reads and the source has
   */
  Value write(GraphEditor graph, Rows rows, List<Value> sources);
}
