package dev.kiln.plugin.quantize;

/**
 * Numbers of 8 bits with one scale for each output: w is about c·scale with c in −127..127 and
 * scale = max|w| / 127.
 */
final class Rows {
  private static final int MOST = 127;

  private Rows() {}

  /**
   * @param rows [outputs, inputs]
   * @return bytes of the same order, scales of [outputs]
   */
  static Codes of(float[] rows, int outputs) {
    int inputs = rows.length / outputs;
    byte[] bytes = new byte[rows.length];
    float[] scales = new float[outputs];
    double error =
        Errors.relative(
            rows,
            outputs,
            output -> {
              int from = output * inputs;
              float most = 0;
              for (int i = from; i < from + inputs; i++) {
                most = Math.max(most, Math.abs(rows[i]));
              }
              // Without weights any scale will do.
              float scale = most == 0 ? 1 : most / MOST;
              scales[output] = scale;
              double sum = 0;
              for (int i = from; i < from + inputs; i++) {
                bytes[i] = (byte) Math.rint(rows[i] / scale);
                double off = rows[i] - bytes[i] * scale;
                sum += off * off;
              }
              return sum;
            });
    return new Codes(bytes, scales, error);
  }

  /**
   * Codes as a product reads them.
   *
   * @param bytes [outputs, inputs, kernel]
   * @param kernel 1 where the layer is no convolution
   * @return [kernel, inputs, outputs]
   */
  static byte[] turned(byte[] bytes, int outputs, int kernel) {
    byte[] turned = new byte[bytes.length];
    int inputs = bytes.length / outputs / kernel;
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        for (int tap = 0; tap < kernel; tap++) {
          turned[(tap * inputs + input) * outputs + output] =
              bytes[(output * inputs + input) * kernel + tap];
        }
      }
    }
    return turned;
  }
}
