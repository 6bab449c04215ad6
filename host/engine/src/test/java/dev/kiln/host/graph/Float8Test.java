package dev.kiln.host.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All 256 numbers of each format against ml_dtypes, as float8.py recorded them. */
class Float8Test {
  private static List<String[]> table() throws IOException {
    try (InputStream in = Float8Test.class.getResourceAsStream("float8.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private static float expected(String[] row, ElementType type) {
    String bits = type == ElementType.FLOAT8E4M3FN ? row[1] : row[2];
    return Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
  }

  /** Signs of zero count, those of NaN do not. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT8E4M3FN", "FLOAT8E5M2"})
  void everyNumberIsThatOfMlDtypes(ElementType type) throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    float[] found =
        WeightValues.floats(new Weight("all", type, new long[] {256}, new Weight.Inline(all)));
    List<String[]> table = table();
    assertThat(table).hasSize(256);
    for (String[] row : table) {
      int bits = Integer.parseInt(row[0], 16);
      assertThat(Float.floatToIntBits(found[bits]))
          .as(row[0])
          .isEqualTo(Float.floatToIntBits(expected(row, type)));
    }
  }

  @Test
  void theLargestAndTheSmallestAreThoseOfTheStandard() {
    assertThat(Float8.ofE4m3fn((byte) 0x7e)).isEqualTo(448f);
    assertThat(Float8.ofE4m3fn((byte) 0x01)).isEqualTo(0x1p-9f);
    assertThat(Float8.ofE5m2((byte) 0x7b)).isEqualTo(57344f);
    assertThat(Float8.ofE5m2((byte) 0x01)).isEqualTo(0x1p-16f);
  }
}
