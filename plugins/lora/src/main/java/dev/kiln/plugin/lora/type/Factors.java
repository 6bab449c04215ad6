package dev.kiln.plugin.lora.type;

/**
 * A matrix of low rank, left · right.
 *
 * @param left [rows, rank]
 * @param right [rank, columns]
 */
public record Factors(float[] left, float[] right, int rank) {
  /** Columns at once: so many of eight rows of {@code right} stay in the processor's cache. */
  private static final int BLOCK = 2048;

  /**
   * @throws IllegalArgumentException when an array is no such matrix
   */
  public Factors {
    if (rank < 1 || left.length % rank != 0 || right.length % rank != 0) {
      throw new IllegalArgumentException(
          "%d and %d values have no rank of %d".formatted(left.length, right.length, rank));
    }
  }

  public int rows() {
    return left.length / rank;
  }

  public int columns() {
    return right.length / rank;
  }

  /** The product times a number. */
  public Factors times(double factor) {
    float[] scaled = left.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * factor);
    }
    return new Factors(scaled, right, rank);
  }

  /** The product with its axes exchanged. */
  public Factors transposed() {
    return new Factors(
        Arrays2d.transposed(right, rank, columns()), Arrays2d.transposed(left, rows(), rank), rank);
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
    for (int from = 0; from < columns; from += BLOCK) {
      int width = Math.min(BLOCK, columns - from);
      for (int row = 0; row < count; row++) {
        addRow(rows, row * columns + from, width, (first + row) * rank, from);
      }
    }
  }

  /** Four at a time, so that each element of the sum is loaded and stored a quarter as often. */
  private void addRow(float[] sum, int at, int width, int leftAt, int rightAt) {
    int columns = columns();
    int k = 0;
    for (; k + 4 <= rank; k += 4) {
      float a = left[leftAt + k];
      float b = left[leftAt + k + 1];
      float c = left[leftAt + k + 2];
      float d = left[leftAt + k + 3];
      int first = k * columns + rightAt;
      int second = first + columns;
      int third = second + columns;
      int fourth = third + columns;
      for (int i = 0; i < width; i++) {
        sum[at + i] +=
            a * right[first + i]
                + b * right[second + i]
                + c * right[third + i]
                + d * right[fourth + i];
      }
    }
    for (; k < rank; k++) {
      float a = left[leftAt + k];
      int first = k * columns + rightAt;
      for (int i = 0; i < width; i++) {
        sum[at + i] += a * right[first + i];
      }
    }
  }
}
