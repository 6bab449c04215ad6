package dev.kiln.plugin.softinpainting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeBlendCall;
import dev.kiln.spi.testkit.FakeStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formulas against numpy (reference.py), 1e-4 absolute. */
class SoftBlenderTest {
  private static final int CHANNELS = 4;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 7;

  static Stream<Map<String, Object>> cases() throws IOException {
    try (InputStream in = SoftBlenderTest.class.getResourceAsStream("reference.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<?> cases = (List<?>) new JsonCodec().object("reference.json", text).get("cases");
      return cases.stream().map(SoftBlenderTest::fields);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(Object one) {
    return (Map<String, Object>) one;
  }

  private static Tensor tensor(Map<String, Object> fields, String key, int channels) {
    List<?> numbers = (List<?>) fields.get(key);
    float[] values = new float[numbers.size()];
    IntStream.range(0, values.length)
        .forEach(i -> values[i] = ((Number) numbers.get(i)).floatValue());
    return Tensor.of(values, 1, channels, HEIGHT, WIDTH);
  }

  private static SoftBlender blender(Map<String, Object> fields) {
    double[] options =
        ((List<?>) fields.get("options"))
            .stream().mapToDouble(it -> ((Number) it).doubleValue()).toArray();
    return new SoftBlender(
        new SoftOptions(
            true, options[0], options[1], options[2], options[3], options[4], options[5]));
  }

  private static FakeBlendCall call(Map<String, Object> fields) {
    double sigma = ((Number) fields.get("sigma")).doubleValue();
    return FakeBlendCall.of(
        FakeStep.of(0, 1, sigma),
        tensor(fields, "init", CHANNELS),
        tensor(fields, "drawn", 1),
        tensor(fields, "current", CHANNELS));
  }

  private static void equal(Tensor found, Tensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.data()[i]).as("value %d", i).isCloseTo(expected.data()[i], within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEvaluationIsMixedAsByWebui(Map<String, Object> fields) {
    FakeBlendCall call = call(fields);
    blender(fields).blend(call);
    equal(call.blended(), tensor(fields, "blended", CHANNELS));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finishedPixelsAreShownAsByWebui(Map<String, Object> fields) {
    FakeBlendCall call = call(fields);
    blender(fields).finish(call);
    assertThat(call.blended().data()).containsExactly(call.current().data());
    equal(call.overlays().get(0), tensor(fields, "shown", 1));
  }

  @Test
  void whatDidNotChangeIsNotShown() {
    Tensor same = Tensor.zeros(1, CHANNELS, HEIGHT, WIDTH);
    Tensor drawn = Tensor.zeros(1, 1, HEIGHT, WIDTH);
    FakeBlendCall call = FakeBlendCall.of(FakeStep.of(0, 1, 1), same, drawn, same.copy());
    new SoftBlender(new SoftOptions(true, 1, 0.5, 4, 1, 0, 2)).finish(call);
    assertThat(call.overlays().get(0).data()).containsOnly(0);
  }
}
