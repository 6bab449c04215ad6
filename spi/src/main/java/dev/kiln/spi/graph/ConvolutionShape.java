package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;
import java.util.List;

/**
 * The sizes of a convolution: two that are equal take the same time. Sizes that are known only at
 * the run are -1.
 *
 * @param rows how many pictures at once
 * @param inputs channels that it reads
 * @param outputs channels that it makes
 * @param height of what it reads
 * @param width of what it reads
 * @param window how its kernel goes over a picture
 */
@ValueType
public record ConvolutionShape(
    long rows, long inputs, long outputs, long height, long width, Window window) {
  /**
   * How a kernel goes over a picture.
   *
   * @param kernel its height and width
   * @param strides down and across
   * @param padding above, left, below, right
   * @param dilations down and across
   * @param groups of channels that are convolved apart from each other
   */
  @ValueType
  public record Window(
      List<Long> kernel,
      List<Long> strides,
      List<Long> padding,
      List<Long> dilations,
      long groups) {
    public Window {
      kernel = List.copyOf(kernel);
      strides = List.copyOf(strides);
      padding = List.copyOf(padding);
      dilations = List.copyOf(dilations);
    }
  }

  /** Rows of pixels that it makes; -1 where it is not known. */
  public long outputHeight() {
    return size(height, 0);
  }

  /** Columns of pixels that it makes; -1 where it is not known. */
  public long outputWidth() {
    return size(width, 1);
  }

  private long size(long input, int axis) {
    long reach = window.dilations.get(axis) * (window.kernel.get(axis) - 1) + 1;
    long padded = input + window.padding.get(axis) + window.padding.get(axis + 2);
    return input < 0 ? -1 : (padded - reach) / window.strides.get(axis) + 1;
  }

  /** Numbers of its kernels. */
  public long weights() {
    return outputs * (inputs / window.groups) * window.kernel.get(0) * window.kernel.get(1);
  }

  /** Multiplications of one run, computed directly; of one picture where rows are not known. */
  public long multiplications() {
    return Math.max(1, rows) * outputHeight() * outputWidth() * weights();
  }
}
