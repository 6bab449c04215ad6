package dev.kiln.plugin.lora.type;

/**
 * A matrix of low rank, left · right.
 *
 * @param left [rows, rank]
 * @param right [rank][columns], each rank an array of its own: only loops over arrays that begin
 *     together are compiled to vector instructions
 */
public record Factors(float[] left, float[][] right) {
  /** Columns at once: so many of some ranks stay in the processor's cache. */
  private static final int BLOCK = 4096;

  /**
   * @throws IllegalArgumentException when an array is no such matrix
   */
  public Factors {
    if (right.length == 0 || left.length % right.length != 0) {
      throw new IllegalArgumentException(
          "%d values have no rank of %d".formatted(left.length, right.length));
    }
  }

  /**
   * @param right [rank, columns]
   */
  static Factors of(float[] left, float[] right, int rank) {
    if (rank < 1 || right.length % rank != 0) {
      throw new IllegalArgumentException(right.length + " values have no rank of " + rank);
    }
    int columns = right.length / rank;
    float[][] split = new float[rank][columns];
    for (int k = 0; k < rank; k++) {
      System.arraycopy(right, k * columns, split[k], 0, columns);
    }
    return new Factors(left, split);
  }

  public int rank() {
    return right.length;
  }

  public int rows() {
    return left.length / rank();
  }

  public int columns() {
    return right[0].length;
  }

  /** The second matrix in one array, [rank, columns]. */
  public float[] joined() {
    float[] joined = new float[rank() * columns()];
    for (int k = 0; k < rank(); k++) {
      System.arraycopy(right[k], 0, joined, k * columns(), columns());
    }
    return joined;
  }

  /** The product times a number. */
  public Factors times(double factor) {
    return new Factors(Arrays2d.times(left.clone(), factor), right);
  }

  /** The product with its axes exchanged. */
  public Factors transposed() {
    return of(
        Arrays2d.transposed(joined(), rank(), columns()),
        Arrays2d.transposed(left, rows(), rank()),
        rank());
  }

  /** The whole product, [rows, columns]. */
  public float[] product() {
    float[] product = new float[Math.multiplyExact(rows(), columns())];
    addTo(product, 0);
    return product;
  }

  /**
   * Add some of its rows to an array. Each element is summed in one order, wherever the array
   * begins.
   *
   * @param first the row of the product that the array begins with
   */
  public void addTo(float[] rows, int first) {
    int columns = columns();
    int count = rows.length / columns;
    float[] sum = new float[columns];
    for (int row = 0; row < count; row++) {
      System.arraycopy(rows, row * columns, sum, 0, columns);
      for (int from = 0; from < columns; from += BLOCK) {
        add(sum, from, Math.min(columns, from + BLOCK), (first + row) * rank());
      }
      System.arraycopy(sum, 0, rows, row * columns, columns);
    }
  }

  /** Four ranks at a time, so that each element is loaded and stored a quarter as often. */
  private void add(float[] sum, int from, int to, int at) {
    int k = 0;
    for (; k + 4 <= rank(); k += 4) {
      float[] firstRight = right[k];
      float[] secondRight = right[k + 1];
      float[] thirdRight = right[k + 2];
      float[] fourthRight = right[k + 3];
      float a = left[at + k];
      float b = left[at + k + 1];
      float c = left[at + k + 2];
      float d = left[at + k + 3];
      for (int i = from; i < to; i++) {
        sum[i] += a * firstRight[i] + b * secondRight[i] + c * thirdRight[i] + d * fourthRight[i];
      }
    }
    for (; k < rank(); k++) {
      float[] one = right[k];
      float a = left[at + k];
      for (int i = from; i < to; i++) {
        sum[i] += a * one[i];
      }
    }
  }
}
