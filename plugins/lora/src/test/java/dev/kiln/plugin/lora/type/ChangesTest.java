package dev.kiln.plugin.lora.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each kind against sums written down from its definition, element by element in double, on layers
 * with random numbers: 1e-4 relative.
 */
class ChangesTest {
  private static final LayerShape MATRIX = new LayerShape(6, 8, 1, 1);
  private static final LayerShape KERNEL = new LayerShape(6, 4, 3, 3);

  private final Random random = new Random(3);
  private final Map<String, Tensor> tensors = new HashMap<>();

  /** An element of U. */
  private interface Element {
    double at(int o, int i, int y, int x);
  }

  private Tensor put(String name, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) random.nextGaussian();
    }
    tensors.put(name, tensor);
    return tensor;
  }

  private void alpha(double value) {
    tensors.put("alpha", Tensor.of(new float[] {(float) value}, 1));
  }

  private Change change() {
    return Changes.weights(new LayerTensors("key", tensors), OptionalInt.empty()).orElseThrow();
  }

  private static double at(Tensor tensor, int... index) {
    int place = 0;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      place = place * tensor.dim(axis) + (axis < index.length ? index[axis] : 0);
    }
    return tensor.data()[place];
  }

  private void check(LayerShape layer, float[] weights, Element expected) {
    Change change = change();
    assertThat(change.fits(layer)).isTrue();
    assertThat(change.fits(new LayerShape(12, 20, 5, 5))).isFalse();
    float[] before = weights.clone();
    float[] found = change.delta(weights, layer);
    assertThat(weights).as("W stays as it is").isEqualTo(before);
    double most = 0;
    double scale = 0;
    for (int o = 0; o < layer.outputs(); o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        for (int y = 0; y < layer.height(); y++) {
          for (int x = 0; x < layer.width(); x++) {
            double wanted = expected.at(o, i, y, x);
            most = Math.max(most, Math.abs(wanted - found[place(layer, o, i, y, x)]));
            scale = Math.max(scale, Math.abs(wanted));
          }
        }
      }
    }
    assertThat(scale).isPositive();
    assertThat(most / scale).isLessThan(1e-4);
  }

  private static int place(LayerShape layer, int o, int i, int y, int x) {
    return ((o * layer.inputs() + i) * layer.height() + y) * layer.width() + x;
  }

  private float[] weights(LayerShape layer) {
    float[] weights = new float[layer.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  private static double sum(int count, java.util.function.IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }

  @Test
  void lora() {
    Tensor up = put("lora_up.weight", 6, 5);
    Tensor down = put("lora_down.weight", 5, 8);
    alpha(2);
    check(
        MATRIX,
        weights(MATRIX),
        (o, i, y, x) -> 2.0 / 5 * sum(5, r -> at(up, o, r) * at(down, r, i)));
    assertThat(change().factors()).isPresent();
  }

  @Test
  void loraOfFewerRanksKeepsItsScale() {
    Tensor up = put("lora_up.weight", 6, 5);
    Tensor down = put("lora_down.weight", 5, 8);
    alpha(2);
    Change change =
        Changes.weights(new LayerTensors("key", tensors), OptionalInt.of(3)).orElseThrow();
    float[] found = change.delta(weights(MATRIX), MATRIX);
    double wanted = 2.0 / 5 * sum(3, r -> at(up, 1, r) * at(down, r, 2));
    assertThat((double) found[8 + 2]).isCloseTo(wanted, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void loconOfKernels() {
    Tensor up = put("lora_up.weight", 6, 2, 1, 1);
    Tensor down = put("lora_down.weight", 2, 4, 3, 3);
    check(
        KERNEL, weights(KERNEL), (o, i, y, x) -> sum(2, r -> at(up, o, r) * at(down, r, i, y, x)));
  }

  @Test
  void loconWithCore() {
    Tensor up = put("lora_up.weight", 6, 2, 1, 1);
    Tensor down = put("lora_down.weight", 3, 4, 1, 1);
    Tensor mid = put("lora_mid.weight", 2, 3, 3, 3);
    alpha(1.5);
    check(
        KERNEL,
        weights(KERNEL),
        (o, i, y, x) ->
            1.5
                / 3
                * sum(2, n -> sum(3, m -> at(mid, n, m, y, x) * at(up, o, n) * at(down, m, i))));
  }

  @Test
  void hada() {
    Tensor a1 = put("hada_w1_a", 6, 2);
    Tensor b1 = put("hada_w1_b", 2, 8);
    Tensor a2 = put("hada_w2_a", 6, 2);
    Tensor b2 = put("hada_w2_b", 2, 8);
    alpha(1);
    check(
        MATRIX,
        weights(MATRIX),
        (o, i, y, x) ->
            0.5
                * sum(2, r -> at(a1, o, r) * at(b1, r, i))
                * sum(2, r -> at(a2, o, r) * at(b2, r, i)));
  }

  @Test
  void hadaWithCores() {
    Tensor a1 = put("hada_w1_a", 2, 6);
    Tensor b1 = put("hada_w1_b", 2, 4);
    Tensor a2 = put("hada_w2_a", 2, 6);
    Tensor b2 = put("hada_w2_b", 2, 4);
    Tensor t1 = put("hada_t1", 2, 2, 3, 3);
    Tensor t2 = put("hada_t2", 2, 2, 3, 3);
    check(
        KERNEL,
        weights(KERNEL),
        (o, i, y, x) ->
            sum(2, p -> sum(2, q -> at(t1, p, q, y, x) * at(a1, p, o) * at(b1, q, i)))
                * sum(2, p -> sum(2, q -> at(t2, p, q, y, x) * at(a2, p, o) * at(b2, q, i))));
  }

  @Test
  void lokrOfWholeFactorsTakesNoAlpha() {
    Tensor w1 = put("lokr_w1", 2, 4);
    Tensor w2 = put("lokr_w2", 3, 2);
    alpha(7);
    check(MATRIX, weights(MATRIX), (o, i, y, x) -> at(w1, o / 3, i / 2) * at(w2, o % 3, i % 2));
  }

  @Test
  void lokrOfProducts() {
    Tensor a1 = put("lokr_w1_a", 2, 1);
    Tensor b1 = put("lokr_w1_b", 1, 4);
    Tensor a2 = put("lokr_w2_a", 3, 2);
    Tensor b2 = put("lokr_w2_b", 2, 2);
    alpha(3);
    check(
        MATRIX,
        weights(MATRIX),
        (o, i, y, x) ->
            1.5
                * at(a1, o / 3, 0)
                * at(b1, 0, i / 2)
                * sum(2, r -> at(a2, o % 3, r) * at(b2, r, i % 2)));
  }

  @Test
  void lokrWithCore() {
    Tensor w1 = put("lokr_w1", 2, 2);
    Tensor a2 = put("lokr_w2_a", 2, 3);
    Tensor b2 = put("lokr_w2_b", 2, 2);
    Tensor t2 = put("lokr_t2", 2, 2, 3, 3);
    check(
        KERNEL,
        weights(KERNEL),
        (o, i, y, x) ->
            at(w1, o / 3, i / 2)
                * sum(
                    2, p -> sum(2, q -> at(t2, p, q, y, x) * at(a2, p, o % 3) * at(b2, q, i % 2))));
  }

  @Test
  void ia3() {
    Tensor w = put("weight", 6);
    tensors.put("on_input", Tensor.zeros(1));
    float[] weights = weights(MATRIX);
    check(MATRIX, weights, (o, i, y, x) -> weights[o * 8 + i] * at(w, o));
  }

  @Test
  void ia3OnInput() {
    Tensor w = put("weight", 4);
    tensors.put("on_input", Tensor.of(new float[] {1}, 1));
    float[] weights = weights(KERNEL);
    check(KERNEL, weights, (o, i, y, x) -> weights[place(KERNEL, o, i, y, x)] * at(w, i));
  }

  @Test
  void full() {
    Tensor diff = put("diff", 6, 4, 3, 3);
    check(KERNEL, weights(KERNEL), (o, i, y, x) -> at(diff, o, i, y, x));
  }

  @Test
  void glora() {
    Tensor a1 = put("a1.weight", 2, 8);
    Tensor a2 = put("a2.weight", 8, 2);
    Tensor b1 = put("b1.weight", 2, 8);
    Tensor b2 = put("b2.weight", 6, 2);
    alpha(2);
    float[] weights = weights(MATRIX);
    check(
        MATRIX,
        weights,
        (o, i, y, x) ->
            sum(2, r -> at(b2, o, r) * at(b1, r, i))
                + sum(2, r -> sum(8, j -> weights[o * 8 + j] * at(a2, j, r)) * at(a1, r, i)));
  }

  @Test
  void gloraOfLaterFiles() {
    Tensor a1 = put("a1.weight", 8, 2);
    Tensor a2 = put("a2.weight", 2, 8);
    Tensor b1 = put("b1.weight", 6, 2);
    Tensor b2 = put("b2.weight", 2, 8);
    float[] weights = weights(MATRIX);
    check(
        MATRIX,
        weights,
        (o, i, y, x) ->
            sum(2, r -> at(b1, o, r) * at(b2, r, i))
                + sum(2, r -> sum(8, j -> weights[o * 8 + j] * at(a1, j, r)) * at(a2, r, i)));
  }

  @Test
  void doraByInput() {
    Tensor up = put("lora_up.weight", 6, 5);
    Tensor down = put("lora_down.weight", 5, 8);
    Tensor scale = put("dora_scale", 1, 8);
    alpha(2);
    float[] weights = weights(MATRIX);
    Element v =
        (o, i, y, x) -> weights[o * 8 + i] + 0.4 * sum(5, r -> at(up, o, r) * at(down, r, i));
    check(
        MATRIX,
        weights,
        (o, i, y, x) ->
            v.at(o, i, 0, 0)
                    * at(scale, 0, i)
                    / Math.sqrt(sum(6, n -> Math.pow(v.at(n, i, 0, 0), 2)))
                - weights[o * 8 + i]);
    assertThat(change().factors()).as("it depends on W").isEmpty();
  }

  @Test
  void doraByOutput() {
    Tensor diff = put("diff", 6, 4, 3, 3);
    Tensor scale = put("dora_scale", 6, 1, 1, 1);
    float[] weights = weights(KERNEL);
    Element v = (o, i, y, x) -> weights[place(KERNEL, o, i, y, x)] + at(diff, o, i, y, x);
    check(
        KERNEL,
        weights,
        (o, i, y, x) ->
            v.at(o, i, y, x)
                    * at(scale, o)
                    / Math.sqrt(sum(36, n -> Math.pow(v.at(o, n / 9, n / 3 % 3, n % 3), 2)))
                - weights[place(KERNEL, o, i, y, x)]);
  }

  /** PEFT's magnitudes are by output even where as many inputs make the shape say otherwise. */
  @ParameterizedTest
  @CsvSource({"6", "1:6:1:1", "6:1:1:1"})
  void doraOfPeftIsByOutput(String shape) {
    LayerShape square = new LayerShape(6, 6, 3, 3);
    Tensor diff = put("diff", 6, 6, 3, 3);
    Tensor magnitude =
        put(
            "lora_magnitude_vector",
            Stream.of(shape.split(":")).mapToInt(Integer::parseInt).toArray());
    float[] weights = weights(square);
    Element v = (o, i, y, x) -> weights[place(square, o, i, y, x)] + at(diff, o, i, y, x);
    check(
        square,
        weights,
        (o, i, y, x) ->
            v.at(o, i, y, x)
                    * magnitude.data()[o]
                    / Math.sqrt(sum(54, n -> Math.pow(v.at(o, n / 9, n / 3 % 3, n % 3), 2)))
                - weights[place(square, o, i, y, x)]);
  }

  @Test
  void aNetworkThatSeesAMaskKeepsThoseWeights() {
    Tensor diff = put("diff", 6, 4, 3, 3);
    LayerShape nine = new LayerShape(6, 9, 3, 3);
    Change change = Changes.inpainting(change());
    assertThat(change.fits(nine)).isTrue();
    float[] delta = change.delta(weights(nine), nine);
    assertThat((double) delta[place(nine, 2, 3, 1, 2)]).isEqualTo(at(diff, 2, 3, 1, 2));
    assertThat(delta[place(nine, 2, 4, 1, 2)]).isZero();
  }

  @Test
  void whatComesInHalvesIsNoChange() {
    put("lora_up.weight", 6, 5);
    assertThat(Changes.weights(new LayerTensors("key", tensors), OptionalInt.empty())).isEmpty();
    put("lora_down.weight", 4, 8);
    assertThatThrownBy(() -> Changes.weights(new LayerTensors("key", tensors), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lora_up.weight [6, 5] and lora_down.weight [4, 8] do not belong together");
  }
}
