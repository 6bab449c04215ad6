package dev.kiln.plugin.tiledvae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Codecs in strips against the same codecs in one piece. */
class StripPatchTest {
  /** Sums in another order; relative to the largest value. */
  private static final double ROUNDING = 2e-5;

  private static TiledVaeOptions options(int tile, boolean fast) {
    return new TiledVaeOptions(true, 8 * tile, tile, true, fast, fast, false);
  }

  private static LayerOperators operators(boolean exported) {
    return exported ? LayerOperators.EXPORTED : LayerOperators.TUNED;
  }

  @ParameterizedTest
  @CsvSource({
    "VAE_DECODER, false, 9, 7, 4",
    "VAE_DECODER, false, 13, 16, 6",
    "VAE_DECODER, false, 16, 5, 4",
    "VAE_DECODER, true, 9, 7, 4",
    "VAE_ENCODER, false, 9, 7, 4",
    "VAE_ENCODER, false, 13, 16, 6",
    "VAE_ENCODER, true, 9, 7, 4"
  })
  void stripsGiveTheWholesResult(
      NetworkKind kind, boolean exported, int height, int width, int tile) {
    TestingVae vae = new TestingVae(kind, operators(exported));
    TestingUnet tiled = vae.tiled(options(tile, false), height, width);
    assertThat(tiled.warnings()).isEmpty();
    assertThat(tiled.count("Conv")).isGreaterThan(2 * vae.network().count("Conv"));
    float[] whole = TestingVae.run(vae.network(), kind, height, width);
    assertThat(GraphRunner.difference(TestingVae.run(tiled, kind, height, width), whole))
        .isLessThan(ROUNDING);
  }

  /** Of estimated statistics a picture is another one, but everywhere by the same measure. */
  @ParameterizedTest
  @EnumSource(names = {"VAE_DECODER", "VAE_ENCODER"})
  void fastIsCloseAndHasNoSeams(NetworkKind kind) {
    TestingVae vae = new TestingVae(kind, LayerOperators.TUNED);
    float[] whole = TestingVae.run(vae.network(), kind, 32, 24);
    TestingUnet tiled = vae.tiled(options(10, true), 32, 24);
    float[] fast = TestingVae.run(tiled, kind, 32, 24);
    double difference = GraphRunner.difference(fast, whole);
    assertThat(difference).isGreaterThan(ROUNDING).isLessThan(0.1);
    int scale = kind == NetworkKind.VAE_DECODER ? 8 : 1;
    List<Double> border = new ArrayList<>();
    List<Double> elsewhere = new ArrayList<>();
    List<Rows> strips = Strips.of(32, 24, 10).at(scale);
    int width = 24 * scale;
    for (int i = 0; i < whole.length; i++) {
      long row = i / width % (32L * scale);
      boolean near =
          strips.stream().skip(1).anyMatch(it -> row == it.from() || row == it.from() - 1);
      (near ? border : elsewhere).add((double) Math.abs(fast[i] - whole[i]));
    }
    assertThat(mean(border)).isBetween(0.7 * mean(elsewhere), 1.3 * mean(elsewhere));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(it -> it).average().orElseThrow();
  }

  /** As optimum exported it. */
  @Test
  void theDefaultModelsDecoderGivesTheSameInStrips() {
    TestingUnet export = export("vae_decoder");
    TestingUnet tiled =
        TestingVae.tiled(export, NetworkKind.VAE_DECODER, options(6, false), 16, 12);
    assertThat(tiled.warnings()).isEmpty();
    float[] whole = TestingVae.run(export, NetworkKind.VAE_DECODER, 16, 12);
    float[] found = TestingVae.run(tiled, NetworkKind.VAE_DECODER, 16, 12);
    assertThat(GraphRunner.difference(found, whole)).isLessThan(ROUNDING);
  }

  @Test
  void aNetworkWithOtherLayersIsLeftAsItIs() {
    TestingUnet encoder = export("vae_encoder");
    assertThat(left(encoder, NetworkKind.VAE_ENCODER))
        .startsWith("tiled-vae leaves the encoder as it is: 'Pad' in '")
        .endsWith("' cannot be computed in strips");
    TestingVae vae = new TestingVae(NetworkKind.VAE_DECODER, LayerOperators.TUNED);
    TestingUnet smooth = TestingUnet.of(() -> smoothlyEnlarging(vae.graph()));
    assertThat(left(smooth, NetworkKind.VAE_DECODER))
        .isEqualTo(
            "tiled-vae leaves the decoder as it is: it enlarges by 'linear', not by the nearest"
                + " pixel");
  }

  /** What is said about a network that stays the same. */
  private static String left(TestingUnet network, NetworkKind kind) {
    TestingUnet patched = TestingVae.tiled(network, kind, options(3, false), 9, 7);
    assertThat(patched.count("Conv")).isEqualTo(network.count("Conv"));
    assertThat(TestingVae.run(patched, kind, 9, 7)).isEqualTo(TestingVae.run(network, kind, 9, 7));
    assertThat(patched.warnings()).hasSize(1);
    return patched.warnings().get(0);
  }

  private static TestingUnet export(String network) {
    return TestingUnet.of(DefaultModel.models().resolve("default/" + network + "/model.onnx"));
  }

  private static Graph smoothlyEnlarging(Graph graph) {
    graph.nodes().stream()
        .filter(node -> node.is("Resize"))
        .forEach(node -> node.attributes().put("mode", new Attribute.Text("linear")));
    return graph;
  }
}
