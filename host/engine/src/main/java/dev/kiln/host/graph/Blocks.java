package dev.kiln.host.graph;

import java.nio.ByteBuffer;

/**
 * Numbers of a few bits in blocks that have scales of their own, as ggml packs them. The layouts
 * are those of {@code block_q4_0} to {@code block_q6_K} in its {@code ggml-common.h}; all are
 * little-endian.
 */
public final class Blocks {
  private static final int NIBBLE = 15;

  private Blocks() {}

  /**
   * Unpack blocks, one after another from the buffer's start.
   *
   * @param type one of several {@link ElementType#elements} a block
   * @param count how many numbers, whole blocks
   */
  public static void read(ElementType type, ByteBuffer in, float[] out, int count) {
    int start = 0;
    for (int at = 0; at < count; at += type.elements()) {
      switch (type) {
        case Q4_0, Q4_1, Q5_0, Q5_1 -> small(type, in, start, out, at);
        case Q8_0 -> bytes(in, start, out, at);
        case Q4_K, Q5_K -> large(type, in, start, out, at);
        case Q6_K -> sixBits(in, start, out, at);
        default -> throw new IllegalArgumentException(type + " is not packed in blocks");
      }
      start += type.bytes();
    }
  }

  private static void bytes(ByteBuffer in, int start, float[] out, int at) {
    float scale = half(in, start);
    for (int i = 0; i < 32; i++) {
      out[at + i] = scale * in.get(start + Short.BYTES + i);
    }
  }

  /** A scale, perhaps a minimum, perhaps 32 fifth bits, and 16 bytes with the numbers i, i+16. */
  private static void small(ElementType type, ByteBuffer in, int start, float[] out, int at) {
    boolean shifted = type == ElementType.Q4_1 || type == ElementType.Q5_1;
    boolean fifth = type == ElementType.Q5_0 || type == ElementType.Q5_1;
    float scale = half(in, start);
    float minimum = shifted ? half(in, start + Short.BYTES) : 0;
    int next = start + (shifted ? 2 : 1) * Short.BYTES;
    int high = fifth ? in.getInt(next) : 0;
    int quants = fifth ? next + Integer.BYTES : next;
    int middle = fifth ? 16 : 8;
    for (int i = 0; i < 32; i++) {
      int low = in.get(quants + i % 16) >> (i < 16 ? 0 : 4) & NIBBLE;
      int number = low | (high >>> i & 1) << 4;
      out[at + i] = shifted ? scale * number + minimum : scale * (number - middle);
    }
  }

  /**
   * Eight groups of 32: scales of the scales and of the minima, both in six bits, perhaps fifth
   * bits, and 128 bytes in which two groups share 32.
   */
  private static void large(ElementType type, ByteBuffer in, int start, float[] out, int at) {
    boolean fifth = type == ElementType.Q5_K;
    float scales = half(in, start);
    float minima = half(in, start + Short.BYTES);
    int sixes = start + 2 * Short.BYTES;
    int high = sixes + 12;
    int quants = fifth ? high + 32 : high;
    for (int group = 0; group < 8; group++) {
      float scale = scales * scale(in, sixes, group);
      float minimum = minima * minimum(in, sixes, group);
      for (int i = 0; i < 32; i++) {
        int number = in.get(quants + group / 2 * 32 + i) >> group % 2 * 4 & NIBBLE;
        if (fifth) {
          number |= (in.get(high + i) >> group & 1) << 4;
        }
        out[at + group * 32 + i] = scale * number - minimum;
      }
    }
  }

  /** Of twelve bytes, the first eight have six bits each, the upper two of a byte and the last. */
  private static int scale(ByteBuffer in, int sixes, int group) {
    return group < 4
        ? in.get(sixes + group) & 63
        : in.get(sixes + group + 4) & NIBBLE | (in.get(sixes + group - 4) & 0xc0) >> 2;
  }

  private static int minimum(ByteBuffer in, int sixes, int group) {
    return group < 4
        ? in.get(sixes + group + 4) & 63
        : in.get(sixes + group + 4) >> 4 & NIBBLE | (in.get(sixes + group) & 0xc0) >> 2;
  }

  /**
   * 128 bytes of lower four bits, 64 of upper two, a scale for each 16 numbers, and their scale.
   */
  private static void sixBits(ByteBuffer in, int start, float[] out, int at) {
    float scales = half(in, start + 208);
    for (int i = 0; i < 256; i++) {
      int part = i / 128;
      int quarter = i % 128 / 32;
      int low = in.get(start + part * 64 + quarter % 2 * 32 + i % 32) >> quarter / 2 * 4 & NIBBLE;
      int high = in.get(start + 128 + part * 32 + i % 32) >> quarter * 2 & 3;
      float scale = scales * in.get(start + 192 + i / 16);
      out[at + i] = scale * ((low | high << 4) - 32);
    }
  }

  private static float half(ByteBuffer in, int at) {
    return HalfFloat.toFloat(in.getShort(at));
  }
}
