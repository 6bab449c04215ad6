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

  /** A layer's weights as torch has them, whatever order the layer itself has. */
  public float[] torch(LinearLayer layer, float[] own) {
    return turned(layer) ? Arrays2d.transposed(own, inputs, outputs) : own;
  }

  /** What {@link #torch} did, undone. */
  public float[] own(LinearLayer layer, float[] torch) {
    return turned(layer) ? Arrays2d.transposed(torch, outputs, inputs) : torch;
  }

  private static boolean turned(LinearLayer layer) {
    return layer.layout() == WeightLayout.IN_OUT;
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
