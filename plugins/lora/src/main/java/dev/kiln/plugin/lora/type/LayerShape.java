package dev.kiln.plugin.lora.type;

import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.WeightLayout;

/**
 * The sizes of a layer's weights in torch's order; height and width are 1 for a matrix.
 *
 * @param inputs channels that it reads
 */
public record LayerShape(int outputs, int inputs, int height, int width) {
  public static LayerShape of(LinearLayer layer) {
    boolean kernel = layer.layout() == WeightLayout.KERNEL;
    return new LayerShape(
        (int) layer.outputs(),
        (int) layer.inputs(),
        kernel ? layer.shape().get(2).intValue() : 1,
        kernel ? layer.shape().get(3).intValue() : 1);
  }

  public int size() {
    return outputs * columns();
  }

  /** Weights of one output. */
  public int columns() {
    return inputs * height * width;
  }

  /** As torch writes it. */
  public String text() {
    return height == 1 && width == 1
        ? "[" + outputs + ", " + inputs + "]"
        : "[" + outputs + ", " + inputs + ", " + height + ", " + width + "]";
  }
}
