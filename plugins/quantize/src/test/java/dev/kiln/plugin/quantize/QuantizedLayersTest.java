package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.Processor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.WeightsPatch;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.testkit.ConvolutionFixture;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers and whole networks with codes in the place of their weights. */
class QuantizedLayersTest {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  private static final DeviceInfo VNNI = new DeviceInfo("cpu", 2, Set.of("avx2", "avx512_vnni"));
  private static final DeviceInfo AVX2 = new DeviceInfo("cpu", 2, Set.of("avx2"));

  private static FakeNetwork asked(KeptWeights weights, Arithmetic compute) {
    return FakeNetwork.with(new QuantizeOptions(weights, compute, 0.1)).shape(SHAPE).device(VNNI);
  }

  /** The default model's UNet, of the largest value of what it predicts. */
  @ParameterizedTest
  @CsvSource({"INT8, FLOAT32, 0.02", "INT4, FLOAT32, 0.15", "OFF, INT8, 0.1", "INT8, INT8, 0.1"})
  void theDefaultModelPredictsNearlyTheSame(KeptWeights weights, Arithmetic compute, double most) {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new Quantize(), asked(weights, compute));
    assertThat(after.warnings()).isEmpty();
    assertThat(GraphRunner.difference(after.run(SHAPE), before.run(SHAPE))).isLessThan(most);
  }

  @Test
  void allLayersButThoseOfFewChannelsAreQuantized() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet kept = before.with(new Quantize(), asked(KeptWeights.INT8, Arithmetic.FLOAT32));
    long convolutions = before.count("Conv");
    long products = before.count("MatMul") + before.count("Gemm") - attention(before);
    assertThat(kept.count("DequantizeLinear")).isEqualTo(convolutions - 2);
    assertThat(kept.count("MatMulNBits")).isEqualTo(products);
    TestingUnet computed = before.with(new Quantize(), asked(KeptWeights.INT8, Arithmetic.INT8));
    assertThat(computed.count("MatMulIntegerToFloat"))
        .isGreaterThan((convolutions + products) * 3 / 4);
    assertThat(bytes(kept)).isLessThan(0.31 * bytes(before));
    assertThat(bytes(computed)).isLessThan(0.31 * bytes(before));
  }

  /** Products of what tokens are, two in each attention. */
  private static long attention(TestingUnet unet) {
    return unet.graph().nodes().stream()
        .filter(node -> node.is("MatMul"))
        .filter(node -> !unet.graph().weights().containsKey(node.input(1)))
        .count();
  }

  private static double bytes(TestingUnet unet) {
    return unet.graph().weights().values().stream()
        .mapToLong(weight -> weight.size() * weight.type().bytes())
        .sum();
  }

  /**
   * A convolution in 8 bits is that of the numbers that its codes mean, summed in plain Java: x
   * about (q − zero)·s with s = (max − min) / 255, w about c·max|w| / 127. Within 1e-5.
   */
  @ParameterizedTest
  @CsvSource({"9, 12, 7, 5, 1, 1", "16, 9, 6, 8, 0, 1", "32, 16, 5, 5, 0, 0"})
  void aConvolutionInWholeNumbersIsThatOfItsCodes(
      int inputs, int outputs, int height, int width, int above, int below) {
    ConvolutionFixture fixture =
        ConvolutionFixture.of(inputs, outputs, height, width).strip(above, below);
    TestingUnet before = TestingUnet.of(fixture::graph);
    float[] x = fixture.inputs(2).get("sample").values();
    float[] weights = GraphRunner.normal(3, outputs, inputs, 3, 3).values();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) Math.sqrt(inputs * 9);
    }
    Codes codes = Rows.of(weights, outputs);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = codes.bytes()[i] * codes.scales()[i / (inputs * 9)];
    }
    Range found = Range.NOTHING;
    for (float value : x) {
      found = found.with(new Range(value, value));
    }
    // In the known one, the largest are cut off.
    Range known = new Range(-2.5f, 3);
    for (Range range : List.of(found, known)) {
      float[] bias = GraphRunner.normal(4, outputs).values();
      float[] wanted = new PlainConvolution(fixture, rounded(range, x), weights, bias).sums(2);
      assertThat(GraphRunner.difference(wanted, fixture.reference(2))).isBetween(1e-4, 0.2);
      for (DeviceInfo device : exact()) {
        FakeNetwork network =
            range.equals(known)
                ? knowing(before.graph().nodes().get(0).output(), known)
                : asked(KeptWeights.OFF, Arithmetic.INT8);
        TestingUnet after = before.with(new Quantize(), network.device(device));
        assertThat(after.count("Conv")).isZero();
        assertThat(GraphRunner.difference(fixture.run(after.graph(), 2), wanted))
            .as("%s on %s", range, device)
            .isLessThan(1e-5);
      }
    }
  }

  /** Those whose form is exact on this processor: that of VNNI overflows without it. */
  private static List<DeviceInfo> exact() {
    return Bytes.on(Processor.device()).signed() ? List.of(VNNI, AVX2) : List.of(AVX2);
  }

  private static FakeNetwork knowing(String layer, Range range) {
    Ranges ranges = new Ranges(new TreeMap<>(Map.of(layer, range)));
    return FakeNetwork.with(
            new QuantizeOptions(KeptWeights.OFF, Arithmetic.INT8_CALIBRATED, 0.1),
            new Calibration("model", Optional.of(ranges)))
        .shape(SHAPE);
  }

  /** What DynamicQuantizeLinear's text says, and back. */
  private static float[] rounded(Range range, float... x) {
    float least = range.least();
    float scale = (range.most() - least) / 255;
    float zero = (float) Math.rint(-least / scale);
    float[] rounded = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double code = Math.rint(x[i] / scale) + zero;
      rounded[i] = (float) (Math.max(0, Math.min(255, code)) - zero) * scale;
    }
    return rounded;
  }

  /** 3x3, with padding of 1 at the sides. */
  private record PlainConvolution(
      ConvolutionFixture fixture, float[] x, float[] weights, float[] bias) {
    float[] sums(int rows) {
      int high = fixture.resultHeight();
      float[] sums = new float[rows * fixture.outputs() * high * fixture.width()];
      for (int at = 0; at < sums.length; at++) {
        int across = at % fixture.width();
        int down = at / fixture.width() % high;
        int output = at / fixture.width() / high % fixture.outputs();
        int row = at / fixture.width() / high / fixture.outputs();
        sums[at] = (float) (bias[output] + sum(row, output, down, across));
      }
      return sums;
    }

    private double sum(int row, int output, int down, int across) {
      double sum = 0;
      for (int input = 0; input < fixture.inputs(); input++) {
        for (int tap = 0; tap < 9; tap++) {
          int y = down + tap / 3 - fixture.above();
          int x0 = across + tap % 3 - 1;
          if (y >= 0 && y < fixture.height() && x0 >= 0 && x0 < fixture.width()) {
            int pixel = ((row * fixture.inputs() + input) * fixture.height() + y) * fixture.width();
            sum += (double) x[pixel + x0] * weights[(output * fixture.inputs() + input) * 9 + tap];
          }
        }
      }
      return sum;
    }
  }

  /** A convolution that keeps its weights in 8 bits computes with what they mean. */
  @Test
  void widenedKernelsAreWhatTheirCodesMean() {
    ConvolutionFixture fixture = ConvolutionFixture.of(16, 12, 6, 7);
    TestingUnet after =
        TestingUnet.of(fixture::graph)
            .with(new Quantize(), asked(KeptWeights.INT8, Arithmetic.FLOAT32));
    assertThat(after.count("DequantizeLinear")).isEqualTo(1);
    float[] weights = GraphRunner.normal(3, 12, 16, 3, 3).values();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) Math.sqrt(16 * 9);
    }
    Codes codes = Rows.of(weights, 12);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = codes.bytes()[i] * codes.scales()[i / (16 * 9)];
    }
    float[] x = fixture.inputs(2).get("sample").values();
    float[] wanted =
        new PlainConvolution(fixture, x, weights, GraphRunner.normal(4, 12).values()).sums(2);
    assertThat(GraphRunner.difference(fixture.run(after.graph(), 2), wanted)).isLessThan(1e-5);
  }

  @Test
  void layersThatFourBitsDoNotHoldAreKeptInEightAndTheRequestIsTold() {
    FakeNetwork strict =
        FakeNetwork.with(new QuantizeOptions(KeptWeights.INT4, Arithmetic.FLOAT32, 0.02))
            .shape(SHAPE);
    assertThat(TestingUnet.standard().with(new Quantize(), strict).warnings())
        .singleElement()
        .asString()
        .matches(
            "quantize: (\\d+) of \\d+ layers of the unet are kept in 8 bits, as their weights would"
                + " be off by more than 0.02 of their size");
  }

  @Test
  void layersThatWouldBeTooFarOffStayAsTheyAreAndTheRequestIsTold() {
    FakeNetwork strict =
        FakeNetwork.with(new QuantizeOptions(KeptWeights.INT8, Arithmetic.FLOAT32, 1e-4))
            .shape(SHAPE);
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new Quantize(), strict);
    assertThat(after.run(SHAPE)).containsExactly(before.run(SHAPE));
    assertThat(after.warnings())
        .singleElement()
        .asString()
        .matches("quantize: (\\d+) of \\1 layers of the unet stay in float32, .* than 1.0E-4 .*");
  }

  /** Codes are made of what a LoRA made of the weights. */
  @Test
  void changedWeightsAreQuantized() {
    TestingUnet plain = TestingUnet.standard();
    FakeNetwork network = asked(KeptWeights.INT8, Arithmetic.FLOAT32);
    GraphPatcher lora = any -> Optional.of(new Louder());
    float[] merged = plain.with(lora, network).run(SHAPE);
    float[] both = plain.with(both(lora), network).run(SHAPE);
    assertThat(GraphRunner.difference(both, merged)).isLessThan(0.03);
    assertThat(GraphRunner.difference(merged, plain.run(SHAPE))).isGreaterThan(0.1);
  }

  private static GraphPatcher both(GraphPatcher first) {
    return network ->
        Optional.of(
            new InTurn(
                first.open(network).orElseThrow(), new Quantize().open(network).orElseThrow()));
  }

  /** One patch, then another. */
  private record InTurn(GraphPatch first, GraphPatch second) implements GraphPatch {
    @Override
    public String fingerprint() {
      return first.fingerprint() + second.fingerprint();
    }

    @Override
    public void apply(NetworkGraph network) {
      first.apply(network);
      second.apply(network);
    }
  }

  /** The weights of products times a number, as a LoRA would change them. */
  private static final class Louder implements WeightsPatch {
    @Override
    public String fingerprint() {
      return "louder";
    }

    @Override
    public void apply(NetworkWeights weights) {
      List<LinearLayer> products =
          weights.linears().stream().filter(layer -> layer.path().contains("to_v")).toList();
      weights.rewrite(
          products,
          (layer, first, rows) -> {
            for (int i = 0; i < rows.length; i++) {
              rows[i] *= 2;
            }
          });
    }
  }

  @Test
  void computingInWholeNumbersIsForTheDenoisingNetworkAlone() {
    Quantize quantize = new Quantize();
    FakeNetwork only = asked(KeptWeights.OFF, Arithmetic.INT8);
    assertThat(quantize.open(only.kind(NetworkKind.CONTROLNET))).isPresent();
    FakeNetwork all = asked(KeptWeights.INT8, Arithmetic.INT8);
    assertThat(quantize.open(only.kind(NetworkKind.TEXT_ENCODER))).isEmpty();
    assertThat(quantize.open(all.kind(NetworkKind.TEXT_ENCODER))).isPresent();
    assertThat(quantize.open(all.kind(NetworkKind.VAE_DECODER))).isEmpty();
    assertThat(quantize.open(all.kind(NetworkKind.VAE_ENCODER))).isEmpty();
    assertThat(quantize.open(only.provider("cuda"))).isEmpty();
  }
}
