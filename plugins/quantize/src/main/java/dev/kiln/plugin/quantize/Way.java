package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;

/** A form of a layer's weights, and how the layer is computed with it. */
interface Way {
  /** Whether a layer can be computed so. */
  boolean takes(Site site);

  /** Of a code. */
  default int bits() {
    return Byte.SIZE;
  }

  /**
   * @param rows [outputs, inputs·kernel]
   */
  Codes codes(Site site, float[] rows);

  /** The codes as a constant in the graph. */
  Value kept(GraphEditor graph, Site site, byte[] codes);

  /** The scales as a constant in the graph. */
  Value kept(GraphEditor graph, Site site, float[] scales);

  /** A layer's codes and scales as {@link #kept} gave them. */
  record Kept(Value codes, Value scales) {}

  /** Have the layer computed with codes in the place of its weights. */
  void write(NetworkGraph network, Site site, Kept weights);
}
