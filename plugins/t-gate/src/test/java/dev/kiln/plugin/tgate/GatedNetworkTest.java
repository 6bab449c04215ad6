package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gated network makes of what is kept, within 1e-4 of the largest value. */
class GatedNetworkTest {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 12, 77);

  /** The exports have three cross-attentions, all at the full size. */
  private static final int ATTENTIONS = 3;

  private static final long[] HIDDEN = {2, 16 * 12, 8};

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void itIsTheNetworkWithWhatWasGivenOutForItsCrossAttention(String exporter) {
    FakeNetwork network = FakeNetwork.with(new TGateOptions(0.4)).shape(SHAPE);
    TestingUnet plain = TestingUnet.exported(exporter);
    TestingUnet gated = plain.variant(new TGate(), TGatePatch.GATED, network);
    assertThat(gated.graph().nodes()).hasSizeLessThan(plain.graph().nodes().size());

    Map<String, Input> hidden = hidden(plain.with(new TGate(), network));
    // At the same time step nothing has changed but where it comes from.
    float[] same = predicted(gated, hidden, 431);
    assertThat(GraphRunner.difference(same, plain.run(SHAPE))).isLessThan(1e-4);
    // The time is read, and the text is not.
    float[] later = predicted(gated, hidden, 11);
    assertThat(GraphRunner.difference(later, same)).isGreaterThan(1e-3);
    hidden.put("encoder_hidden_states", GraphRunner.normal(9, 2, 77, 12));
    assertThat(predicted(gated, hidden, 11)).containsExactly(later);
  }

  /** What the whole network gives out, as inputs of the gated one. */
  private static Map<String, Input> hidden(TestingUnet whole) {
    Map<String, Input> inputs = new HashMap<>();
    try (GraphRunner runner = whole.open()) {
      for (int i = 0; i < ATTENTIONS; i++) {
        float[] values = runner.run(whole.inputs(SHAPE), TGatePatch.hidden(i), HIDDEN);
        inputs.put(TGatePatch.kept(i), new Input(values, HIDDEN));
      }
    }
    return inputs;
  }

  private static float[] predicted(TestingUnet gated, Map<String, Input> hidden, float timestep) {
    Map<String, Input> inputs = gated.inputs(SHAPE);
    Arrays.fill(inputs.get("timestep").values(), timestep);
    inputs.putAll(hidden);
    try (GraphRunner runner = gated.open()) {
      String output = gated.graph().outputs().get(0).name();
      return runner.run(inputs, output, inputs.get("sample").shape());
    }
  }
}
