package dev.kiln.plugin.quantize;

/**
 * Numbers of 8 or 4 bits with a scale for each 32 of a row, as {@code MatMulNBits} reads them. The
 * number of the largest magnitude m in a block becomes 0, and the scale is −m / 2^(bits−1): codes c
 * mean (c − 2^(bits−1))·scale. It is what ONNX Runtime's own tool makes, its symmetric kind.
 *
 * @param bits 8 or 4; two numbers of 4 share a byte, the first in its lower half
 */
record Blocks(int bits) {
  static final int SIZE = 32;

  /**
   * @param rows [outputs, inputs]
   * @return bytes of [outputs, blocks, 32·bits/8], scales of [outputs, blocks]
   */
  Codes of(float[] rows, int outputs) {
    int inputs = rows.length / outputs;
    int blocks = blocks(inputs);
    byte[] bytes = new byte[outputs * blocks * blockBytes()];
    float[] scales = new float[outputs * blocks];
    double error =
        Errors.relative(
            rows,
            outputs,
            output -> {
              double sum = 0;
              for (int block = 0; block < blocks; block++) {
                int from = output * inputs + block * SIZE;
                int to = Math.min(from + SIZE, (output + 1) * inputs);
                int at = output * blocks + block;
                scales[at] = scale(rows, from, to);
                sum += put(rows, from, to, scales[at], bytes, at * blockBytes());
              }
              return sum;
            });
    return new Codes(bytes, scales, error);
  }

  static int blocks(int inputs) {
    return (inputs + SIZE - 1) / SIZE;
  }

  int blockBytes() {
    return SIZE * bits / Byte.SIZE;
  }

  private int middle() {
    return 1 << bits - 1;
  }

  private float scale(float[] rows, int from, int to) {
    float least = 0;
    float most = 0;
    for (int i = from; i < to; i++) {
      least = Math.min(least, rows[i]);
      most = Math.max(most, rows[i]);
    }
    return (most > -least ? most : least) / -middle();
  }

  /** Write a block; what it is off by, squared. */
  private double put(float[] rows, int from, int to, float scale, byte[] bytes, int at) {
    float inverse = scale == 0 ? 0 : 1 / scale;
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      int code = middle();
      if (from + i < to) {
        float weight = rows[from + i];
        double place = Math.floor((double) (weight * inverse + middle()) + 0.5);
        code = (int) Math.max(0, Math.min(2 * middle() - 1, place));
        double off = weight - (code - middle()) * scale;
        sum += off * off;
      }
      if (bits == Byte.SIZE) {
        bytes[at + i] = (byte) code;
      } else {
        bytes[at + i / 2] |= (byte) (code << bits * (i % 2));
      }
    }
    return sum;
  }
}
