package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes against those of ONNX Runtime's own quantizers (reference.py), 1e-6 of the scale. */
class CodesTest {
  private static final double CLOSE = 1e-6;

  static List<?> cases() throws IOException {
    try (InputStream in = CodesTest.class.getResourceAsStream("reference.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (List<?>) new JsonCodec().object("reference.json", text).get("cases");
    }
  }

  private static float[] floats(Map<?, ?> of, String name) {
    List<?> numbers = (List<?>) of.get(name);
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) numbers.get(i)).floatValue();
    }
    return floats;
  }

  private static int whole(Map<?, ?> of, String name) {
    return ((Number) of.get(name)).intValue();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void codesAndWhatTheyMeanAreThoseOfTheReference(Map<?, ?> one) {
    int outputs = whole(one, "outputs");
    int inputs = whole(one, "inputs");
    float[] weights = floats(one, "weights");
    float[] codes = floats(one, "codes");
    boolean rows = one.get("form").equals("rows");
    Blocks blocks = new Blocks(whole(one, "bits"));
    Codes found = rows ? Rows.of(weights, outputs) : blocks.of(weights, outputs);
    for (int i = 0; i < codes.length; i++) {
      int code = rows ? found.bytes()[i] : code(blocks, found, i, inputs);
      assertThat(code).isEqualTo((int) codes[i]);
    }
    assertThat(found.scales()).containsExactly(floats(one, "scales"), within((float) CLOSE));
    float[] means = rows ? meant(found, outputs) : meant(blocks, found, outputs, inputs);
    assertThat(means).containsExactly(floats(one, "means"), within((float) CLOSE));
    assertThat(found.error()).isCloseTo(error(weights, means), within(CLOSE));
  }

  private static float[] meant(Codes codes, int outputs) {
    float[] means = new float[codes.bytes().length];
    for (int i = 0; i < means.length; i++) {
      means[i] = codes.bytes()[i] * codes.scales()[i / (means.length / outputs)];
    }
    return means;
  }

  /** (c − 2^(bits−1))·scale, two codes of 4 bits in a byte. */
  private static float[] meant(Blocks blocks, Codes codes, int outputs, int inputs) {
    float[] means = new float[outputs * inputs];
    for (int i = 0; i < means.length; i++) {
      int block = i / inputs * Blocks.blocks(inputs) + i % inputs / 32;
      int middle = 1 << blocks.bits() - 1;
      means[i] = (code(blocks, codes, i, inputs) - middle) * codes.scales()[block];
    }
    return means;
  }

  private static int code(Blocks blocks, Codes codes, int weight, int inputs) {
    int bits = blocks.bits();
    int column = weight % inputs;
    int block = weight / inputs * Blocks.blocks(inputs) + column / 32;
    int bit = column % 32 * bits;
    return codes.bytes()[block * blocks.blockBytes() + bit / 8] >> bit % 8 & (1 << bits) - 1;
  }

  private static double error(float[] weights, float[] means) {
    double off = 0;
    double own = 0;
    for (int i = 0; i < weights.length; i++) {
      off += Math.pow(weights[i] - means[i], 2);
      own += Math.pow(weights[i], 2);
    }
    return Math.sqrt(off / own);
  }

  /** What is measured of the weights is what the layer is off by. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void theErrorIsThatOfTheLayerOnRandomNumbers(int bits) {
    int outputs = 48;
    int inputs = 96;
    float[] weights = normal(1, outputs * inputs);
    Codes codes = new Blocks(bits).of(weights, outputs);
    float[] means = meant(new Blocks(bits), codes, outputs, inputs);
    double off = 0;
    double own = 0;
    for (int run = 0; run < 200; run++) {
      float[] x = normal(100 + run, inputs);
      for (int output = 0; output < outputs; output++) {
        double wanted = 0;
        double found = 0;
        for (int i = 0; i < inputs; i++) {
          wanted += x[i] * weights[output * inputs + i];
          found += x[i] * means[output * inputs + i];
        }
        off += Math.pow(found - wanted, 2);
        own += Math.pow(wanted, 2);
      }
    }
    assertThat(Math.sqrt(off / own)).isCloseTo(codes.error(), within(0.03 * codes.error()));
  }

  @Test
  void zerosStayZeros() {
    assertThat(Rows.of(new float[64], 2)).satisfies(CodesTest::nothing);
    Codes blocks = new Blocks(8).of(new float[64], 2);
    assertThat(blocks.error()).isZero();
    for (float mean : meant(new Blocks(8), blocks, 2, 32)) {
      assertThat(mean).isZero();
    }
  }

  private static void nothing(Codes codes) {
    assertThat(codes.bytes()).containsOnly(0);
    assertThat(codes.error()).isZero();
  }

  private static float[] normal(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
