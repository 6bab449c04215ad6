package dev.kiln.plugin.winograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Weight;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionShape.Window;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightsPatch;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.testkit.ConvolutionFixture;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole networks, and what is refused. */
class WinogradTest {
  /** Relative to the largest value. */
  private static final double CLOSE = 1e-4;

  private static ConvolutionOptimizer of(Tile tile) {
    return tile == Tile.FOUR ? new Winograd4x4() : new Winograd2x2();
  }

  @ParameterizedTest
  @CsvSource({"FOUR, 16, 16", "FOUR, 19, 13", "TWO, 9, 20"})
  void theDefaultModelPredictsTheSame(Tile tile, int height, int width) {
    NetworkShape shape = new NetworkShape(2, height, width, 77);
    TestingUnet before = TestingUnet.standard();
    TestingUnet after =
        before.with(of(tile), FakeNetwork.with(WinogradOptions.DEFAULT).shape(shape));
    assertThat(after.count("ConvTranspose")).isGreaterThan(before.count("Conv") / 2);
    assertThat(GraphRunner.difference(after.run(shape), before.run(shape))).isLessThan(CLOSE);
  }

  /** In strips of a line of tiles; zeros only where the picture's border is. */
  @ParameterizedTest
  @CsvSource({"37, 21, 1, 1", "18, 20, 0, 1", "16, 9, 1, 0", "19, 33, 0, 0"})
  void stripsHaveNoSeams(int height, int width, int above, int below) {
    ConvolutionFixture fixture = ConvolutionFixture.of(5, 3, height, width).strip(above, below);
    for (Tile tile : Tile.values()) {
      TestingUnet after =
          TestingUnet.of(fixture::graph)
              .with(
                  new Strips(tile),
                  FakeNetwork.with(WinogradOptions.DEFAULT).shape(fixture.shape(2)));
      assertThat(after.count("MatMul")).isGreaterThan(2);
      assertThat(GraphRunner.difference(fixture.run(after.graph(), 2), fixture.reference(2)))
          .isLessThan(CLOSE);
    }
  }

  private record Strips(Tile tile) implements Winograd {
    @Override
    public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
      return new ConvolutionWriter(site, graph, tile, 1).write();
    }
  }

  /** Read where they are, not copied: the file's own stand in their place for the runtime. */
  @Test
  void transformedWeightsAreHeldOnce() {
    NetworkShape shape = new NetworkShape(2, 16, 16, 77);
    TestingUnet before = TestingUnet.standard();
    TestingUnet after =
        before.with(of(Tile.FOUR), FakeNetwork.with(WinogradOptions.DEFAULT).shape(shape));
    List<Weight> transformed =
        after.graph().weights().values().stream()
            .filter(weight -> weight.name().endsWith("/winograd4"))
            .toList();
    assertThat(transformed).isNotEmpty();
    assertThat(transformed)
        .filteredOn(weight -> Float.BYTES * weight.size() > 1 << 18)
        .isNotEmpty()
        .allMatch(weight -> weight.data() instanceof Weight.Live);
    assertThat(transformed)
        .extracting(weight -> weight.name().replace("/winograd4", ""))
        .doesNotContainAnyElementsOf(after.graph().weights().keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"VAE_DECODER", "VAE_ENCODER"})
  void theDefaultModelsCodecGivesTheSame(NetworkKind kind) {
    boolean decodes = kind == NetworkKind.VAE_DECODER;
    TestingUnet before =
        TestingUnet.of(
            DefaultModel.models()
                .resolve("default/" + (decodes ? "vae_decoder" : "vae_encoder") + "/model.onnx"));
    FakeNetwork network =
        FakeNetwork.with(WinogradOptions.DEFAULT).kind(kind).shape(new NetworkShape(1, 13, 12, 77));
    TestingUnet after = before.with(of(Tile.FOUR), network);
    assertThat(after.convolutions().taken()).isPositive();
    assertThat(GraphRunner.difference(codec(after, decodes), codec(before, decodes)))
        .isLessThan(CLOSE);
  }

  private static float[] codec(TestingUnet network, boolean decodes) {
    String input = network.graph().inputs().get(0).name();
    String output = network.graph().outputs().get(0).name();
    Input given =
        decodes ? GraphRunner.normal(1, 1, 4, 13, 12) : GraphRunner.normal(2, 1, 3, 104, 96);
    long[] made = decodes ? new long[] {1, 3, 104, 96} : new long[] {1, 8, 13, 12};
    try (GraphRunner runner = network.open()) {
      return runner.run(Map.of(input, given), output, made);
    }
  }

  /** A LoRA's changes come before the transform. */
  @Test
  void changedWeightsAreTransformed() {
    NetworkShape shape = new NetworkShape(2, 16, 16, 77);
    FakeNetwork network = FakeNetwork.with(WinogradOptions.DEFAULT).shape(shape);
    GraphPatcher lora = any -> Optional.of(new Louder());
    TestingUnet plain = TestingUnet.standard();
    float[] merged = plain.with(lora, network).run(shape);
    float[] both = plain.with(lora, of(Tile.FOUR), network).run(shape);
    assertThat(GraphRunner.difference(both, merged)).isLessThan(CLOSE);
    assertThat(GraphRunner.difference(merged, plain.run(shape))).isGreaterThan(10 * CLOSE);
  }

  /** The weights of 3x3 convolutions times a number, as a LoRA would change them. */
  private static final class Louder implements WeightsPatch {
    @Override
    public String fingerprint() {
      return "louder";
    }

    @Override
    public void apply(NetworkWeights weights) {
      List<LinearLayer> convolutions =
          weights.linears().stream()
              .filter(layer -> layer.path().contains("resnets") && layer.shape().size() == 4)
              .toList();
      weights.rewrite(
          convolutions,
          (layer, first, rows) -> {
            for (int i = 0; i < rows.length; i++) {
              rows[i] *= 1.1f;
            }
          });
    }
  }

  private static ConvolutionSite site(Window window, long side) {
    ConvolutionShape shape = new ConvolutionShape(2, 64, 64, side, side, window);
    return new ConvolutionSite(
        "/conv", new Value("x"), new Value("w"), Optional.empty(), shape, new Value("y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 | 1 | 1 | 1 | its kernel is [1, 1], and only 3x3 is transformed",
        "3 | 2 | 1 | 1 | 1 | its stride is [2, 2], not 1",
        "3 | 1 | 0 | 1 | 1 | its padding is [0, 0, 0, 0], not 1 on both sides",
        "3 | 1 | 1 | 2 | 1 | it is dilated, or its channels are in groups",
        "3 | 1 | 1 | 1 | 8 | it is dilated, or its channels are in groups"
      })
  void otherConvolutionsAreRefusedWithAReason(
      long kernel, long stride, long padding, long dilation, long groups, String reason) {
    Window window =
        new Window(
            List.of(kernel, kernel),
            List.of(stride, stride),
            List.of(padding, padding, padding, padding),
            List.of(dilation, dilation),
            groups);
    var support =
        of(Tile.FOUR).supports(site(window, 16), FakeNetwork.with(WinogradOptions.DEFAULT));
    assertThat(support.supported()).isFalse();
    assertThat(support.reason()).isEqualTo(reason);
  }

  @Test
  void aSizeThatIsNotKnownIsRefused() {
    Window plain =
        new Window(List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L, 1L, 1L), List.of(1L, 1L), 1);
    assertThat(
            of(Tile.FOUR)
                .supports(site(plain, -1), FakeNetwork.with(WinogradOptions.DEFAULT))
                .reason())
        .isEqualTo("its height and width are not known before it runs");
    assertThat(
            of(Tile.FOUR)
                .supports(site(plain, 16), FakeNetwork.with(WinogradOptions.DEFAULT))
                .supported())
        .isTrue();
  }

  @Test
  void itsMemoryIsTheOption() {
    assertThat(new Winograd4x4().memory(FakeNetwork.with(WinogradOptions.DEFAULT)))
        .isEqualTo(2_000_000_000);
    assertThat(new Winograd2x2().memory(FakeNetwork.with(new WinogradOptions(0)))).isZero();
  }

  /** Whoever is woken by the size of a picture changes only what pays within one picture. */
  @Test
  void unaskedItTakesLittleForTheImageCodecWhereTheTableWasMeasured() {
    DeviceInfo measured = new DeviceInfo("cpu", 2, Set.of("avx2", "avx512f"));
    assertThat(unasked(NetworkKind.VAE_DECODER, measured)).isEqualTo(300_000_000);
    assertThat(unasked(NetworkKind.VAE_ENCODER, measured)).isEqualTo(300_000_000);
    assertThat(unasked(NetworkKind.UNET, measured)).isZero();
    for (DeviceInfo other :
        List.of(
            new DeviceInfo("cpu", 2, Set.of("avx2")),
            new DeviceInfo("cpu", 64, measured.instructions()),
            new DeviceInfo("cuda", 2, measured.instructions()),
            new DeviceInfo("cpu", 2))) {
      assertThat(unasked(NetworkKind.VAE_DECODER, other)).as(other.toString()).isZero();
    }
  }

  private static long unasked(NetworkKind kind, DeviceInfo device) {
    return new Winograd4x4().memory(FakeNetwork.with().kind(kind).device(device));
  }
}
