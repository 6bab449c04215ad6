package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Collections;
import java.util.Set;

/**
 * How bytes are multiplied.
 *
 * @param signed whether weights are −127..127. With instructions that add products in 32 bits this
 *     is fastest. On AVX2 alone two products are added in 16 bits, which may overflow; there
 *     weights are 1..255 around 128, for which ONNX Runtime takes other instructions
 */
record Bytes(boolean signed) {
  private static final Set<String> EXACT = Set.of("avx512_vnni", "avx_vnni", "asimd");

  private static final byte MIDDLE = (byte) 128;

  static Bytes on(DeviceInfo device) {
    return new Bytes(!Collections.disjoint(device.instructions(), EXACT));
  }

  /**
   * Codes as a constant that products read.
   *
   * @param codes [inputs, outputs], −127..127; changed
   */
  Value kept(GraphEditor graph, byte[] codes, long inputs, long outputs) {
    for (int i = 0; !signed && i < codes.length; i++) {
      codes[i] += MIDDLE;
    }
    return graph.bytes(codes, signed, inputs, outputs);
  }

  /**
   * x·W + b is about (q − zero)·C·(scale · scales) + b.
   *
   * @param numbers of what was read, or of what lies around it
   * @param bias or {@link Value#NONE}
   */
  Value product(GraphEditor graph, Inputs.Read read, Value numbers, Way.Kept weights, Value bias) {
    return graph.op(
        "com.microsoft.MatMulIntegerToFloat",
        numbers,
        weights.codes(),
        read.scale(),
        weights.scales(),
        read.zero(),
        signed ? Value.NONE : graph.bytes(new byte[] {MIDDLE}, false),
        bias);
  }
}
