package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.host.DeviceInfo;
import java.util.Collections;
import java.util.List;
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
  private static final long FLOAT = 1;

  static Bytes on(DeviceInfo device) {
    return new Bytes(!Collections.disjoint(device.instructions(), EXACT));
  }

  /** What a layer reads, in 0..255, with one scale and one zero point. */
  record Read(Value numbers, Value scale, Value zero) {}

  static Read read(GraphEditor graph, Value x) {
    List<Value> made = graph.ops("DynamicQuantizeLinear", 3, Attributes.NONE, x);
    return new Read(made.get(0), made.get(1), made.get(2));
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
   * x·W is about (q − zero)·C·(scale · scales). ONNX Runtime makes one operator of it.
   *
   * @param numbers of what was read, or of what lies around it
   */
  Value product(GraphEditor graph, Read read, Value numbers, Value codes, Value scales) {
    Value sums =
        signed
            ? graph.op("MatMulInteger", numbers, codes, read.zero())
            : graph.op("MatMulInteger", numbers, codes, read.zero(), middle(graph));
    return graph.mul(
        graph.op("Cast", Attributes.of("to", FLOAT), sums), graph.mul(read.scale(), scales));
  }

  private static Value middle(GraphEditor graph) {
    return graph.bytes(new byte[] {MIDDLE}, false);
  }
}
