package dev.kiln.plugin.deepcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shallow network computes, within 1e-4 of the largest value. */
class ShallowNetworkTest {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 12, 77);

  /** The whole network, in which one join reads another value: DeepCache by definition. */
  private record Joined(int branch) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "joined";
    }

    @Override
    public void apply(NetworkGraph network) {
      List<SkipConnection> joins = network.skips();
      SkipConnection join = joins.get(joins.size() - 1 - branch);
      String channels = String.valueOf(network.knownShape(join.hidden()).get(1));
      network.replaceIn(
          join.output(), join.hidden(), network.input("below", "rows", channels, "h", "w"));
    }
  }

  @ParameterizedTest
  @CsvSource({"unet-eager-14, 0", "unet-eager-14, 1", "unet-dynamo-23, 0", "unet-dynamo-20, 1"})
  void itIsTheNetworkWithWhatAnEarlierStepHadBelow(String exporter, int branch) {
    FakeNetwork network = network(branch);
    TestingUnet whole = TestingUnet.exported(exporter).with(new DeepCache(), network);
    TestingUnet shallow = whole.variant(new DeepCache(), DeepCachePatch.SHALLOW, network);
    GraphPatcher joined = any -> Optional.of(new Joined(branch));
    TestingUnet reference = TestingUnet.exported(exporter).with(joined, network);
    assertThat(shallow.graph().nodes()).hasSizeLessThan(whole.graph().nodes().size());

    Input hidden = hidden(whole, shallow, 431);
    float[] now = predicted(shallow, DeepCachePatch.KEPT, hidden, 11);
    float[] wanted = predicted(reference, "below", hidden, 11);
    assertThat(GraphRunner.difference(now, wanted)).isLessThan(1e-4);
    // What was kept is read, and what lies around it is computed anew.
    float[] same = predicted(shallow, DeepCachePatch.KEPT, hidden, 431);
    assertThat(GraphRunner.difference(same, whole.run(SHAPE))).isLessThan(1e-4);
    assertThat(GraphRunner.difference(now, same)).isGreaterThan(1e-3);
  }

  @Test
  void aBranchBeyondTheNetworkIsRefused() {
    assertThatThrownBy(
            () -> TestingUnet.exported("unet-eager-14").with(new DeepCache(), network(11)))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching("deepcache: branch 11 is beyond this UNet, .* choose 0 to \\d+");
  }

  private static FakeNetwork network(int branch) {
    return FakeNetwork.with(new DeepCacheOptions(3, branch, Spacing.UNIFORM, 0.3)).shape(SHAPE);
  }

  private static Input hidden(TestingUnet whole, TestingUnet shallow, float timestep) {
    long channels =
        shallow.graph().inputs().stream()
            .filter(port -> port.name().equals(DeepCachePatch.KEPT))
            .mapToLong(port -> port.shape().get(1).size())
            .findFirst()
            .orElseThrow();
    long[] shape = {SHAPE.rows(), channels, SHAPE.latentHeight(), SHAPE.latentWidth()};
    try (GraphRunner runner = whole.open()) {
      return new Input(runner.run(at(whole, timestep), DeepCachePatch.HIDDEN, shape), shape);
    }
  }

  private static float[] predicted(TestingUnet unet, String input, Input below, float timestep) {
    Map<String, Input> inputs = at(unet, timestep);
    inputs.put(input, below);
    try (GraphRunner runner = unet.open()) {
      String output = unet.graph().outputs().get(0).name();
      return runner.run(inputs, output, inputs.get("sample").shape());
    }
  }

  private static Map<String, Input> at(TestingUnet unet, float timestep) {
    Map<String, Input> inputs = unet.inputs(SHAPE);
    java.util.Arrays.fill(inputs.get("timestep").values(), timestep);
    return inputs;
  }
}
