package dev.kiln.plugin.perturbedattention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract with the switch on; and: off, the network is as it was, on, it is what the papers
 * make of it.
 */
class PerturbedPatchTest extends GraphPatchContract {
  private static final NetworkShape SHAPE = new NetworkShape(2, 9, 7, 77);

  @Override
  protected GraphPatcher patcher() {
    return new PerturbedAttention();
  }

  @Override
  protected List<Record> options() {
    return List.of(new PerturbedOptions(Perturbation.SEG, 3, 1, 1.5));
  }

  private static float[] run(TestingUnet unet, float on) {
    Map<String, Input> inputs = new HashMap<>(unet.inputs(SHAPE));
    inputs.put(PerturbedPatch.SWITCH, new Input(new float[] {on}, 1, 1, 1));
    try (GraphRunner runner = unet.open()) {
      return runner.run(inputs, unet.graph().outputs().get(0).name(), inputs.get("sample").shape());
    }
  }

  private static GraphPatcher edit(Consumer<NetworkGraph> change) {
    return network ->
        Optional.of(
            new GraphPatch() {
              @Override
              public String fingerprint() {
                return "test";
              }

              @Override
              public void apply(NetworkGraph graph) {
                change.accept(graph);
              }
            });
  }

  private static List<AttentionSite> selfs(NetworkGraph network) {
    return network.attention().stream().filter(it -> it.kind() == AttentionKind.SELF).toList();
  }

  /** These networks have no middle block: all their self-attention lies at one level. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-dynamo-23"})
  void pagSwitchesBetweenAttentionAndItsValues(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    FakeNetwork network =
        FakeNetwork.with(new PerturbedOptions(Perturbation.PAG, 3, 1, 0)).shape(SHAPE);
    TestingUnet after = before.with(new PerturbedAttention(), network);
    GraphPatcher identity =
        edit(graph -> selfs(graph).forEach(site -> graph.replace(site, site.value())));
    float[] spoiled = before.with(identity, network).run(SHAPE);
    float[] whole = before.run(SHAPE);
    assertThat(GraphRunner.difference(spoiled, whole)).isGreaterThan(1e-4);
    assertThat(GraphRunner.difference(run(after, 0), whole)).isLessThan(1e-5);
    assertThat(GraphRunner.difference(run(after, 1), spoiled)).isLessThan(1e-5);
  }

  /** The queries of the first site, and what the plugin makes of them, beside plain Java. */
  @ParameterizedTest
  @CsvSource({"0.7", "3", "40"})
  void segsBlurIsAConvolutionWithMirroredEdges(double sigma) {
    int channels = 8;
    GraphPatcher probe =
        edit(
            graph -> {
              AttentionSite site = selfs(graph).get(0);
              graph.output("query", site.query());
              graph.output("blurred", GaussianBlur.of(graph.editor(), site.query(), 9, 7, sigma));
            });
    TestingUnet probed =
        TestingUnet.exported("unet-eager-14").with(probe, FakeNetwork.with().shape(SHAPE));
    long[] tokens = {2, 9 * 7, channels};
    try (GraphRunner runner = probed.open();
        GraphRunner.Prepared run =
            runner.prepare(probed.inputs(SHAPE), Map.of("query", tokens, "blurred", tokens))) {
      run.run();
      float[] wanted = convolved(run.read("query"), 9, 7, channels, sigma);
      assertThat(GraphRunner.difference(run.read("blurred"), wanted)).isLessThan(1e-5);
    }
  }

  /** Two-dimensional, as the reference has it; each direction's kernel within its own size. */
  private static float[] convolved(
      float[] tokens, int height, int width, int channels, double sigma) {
    double[] down = kernel(height, sigma);
    double[] across = kernel(width, sigma);
    float[] result = new float[tokens.length];
    for (int at = 0; at < tokens.length; at++) {
      int channel = at % channels;
      int place = at / channels % (height * width);
      int row = at / channels / (height * width);
      double sum = 0;
      for (int i = 0; i < down.length; i++) {
        for (int j = 0; j < across.length; j++) {
          int y = reflected(place / width + i - down.length / 2, height);
          int x = reflected(place % width + j - across.length / 2, width);
          int from = ((row * height + y) * width + x) * channels + channel;
          sum += down[i] * across[j] * tokens[from];
        }
      }
      result[at] = (float) sum;
    }
    return result;
  }

  private static double[] kernel(int size, double sigma) {
    int length = (int) Math.ceil(6 * sigma);
    length = Math.min(length % 2 == 0 ? length + 1 : length, size % 2 == 0 ? size + 1 : size);
    double[] kernel = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      kernel[i] = Math.exp(-0.5 * Math.pow((i - (length - 1) * 0.5) / sigma, 2));
      sum += kernel[i];
    }
    for (int i = 0; i < length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private static int reflected(int place, int size) {
    return place < 0 ? -place : place >= size ? 2 * size - 2 - place : place;
  }
}
