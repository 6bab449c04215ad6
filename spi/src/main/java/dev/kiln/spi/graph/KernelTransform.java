package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;

/** Brings a convolution's weights into another form, for {@link GraphEditor#transformed}. */
@ImplementedByPlugins
@FunctionalInterface
public interface KernelTransform {
  /**
   * Transform the kernels of one output. Called from several threads at once.
   *
   * @param kernels [inputs, height, width]
   * @param planes [planes, inputs], to be filled
   */
  void transform(float[] kernels, float[] planes);
}
