package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variants make of what is kept, within 1e-4 of the largest value. */
class GatedNetworkTest {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 12, 77);

  /** The exports have three attentions of each kind, all at the full size. */
  private static final int ATTENTIONS = 3;

  private static final long[] HIDDEN = {2, 16 * 12, 8};

  private static final FakeNetwork NETWORK =
      FakeNetwork.with(new TGateOptions(0.4, 5, 2, 2)).shape(SHAPE);

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void itIsTheNetworkWithWhatWasGivenOutForItsCrossAttention(String exporter) {
    TestingUnet plain = TestingUnet.exported(exporter);
    TestingUnet gated = variant(plain, TGatePatch.GATED);
    Map<String, Input> hidden = hidden(plain, AttentionKind.CROSS, 431);
    float[] later = agrees(plain, gated, hidden);
    // The text is not read.
    hidden.put("encoder_hidden_states", GraphRunner.normal(9, 2, 77, 12));
    assertThat(predicted(gated, hidden, 11)).containsExactly(later);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void orForItsSelfAttention(String exporter) {
    TestingUnet plain = TestingUnet.exported(exporter);
    TestingUnet planning = variant(plain, TGatePatch.PLANNING);
    Map<String, Input> hidden = hidden(plain, AttentionKind.SELF, 431);
    agrees(plain, planning, hidden);
    // The text is.
    float[] same = predicted(planning, hidden, 431);
    hidden.put("encoder_hidden_states", GraphRunner.normal(9, 2, 77, 12));
    assertThat(GraphRunner.difference(predicted(planning, hidden, 431), same)).isGreaterThan(1e-3);
  }

  @Test
  void orForBothAndTheGatedOneGivesOutItsOwnSelfAttention() {
    TestingUnet plain = TestingUnet.exported("unet-sdpa-17");
    Map<String, Input> cross = hidden(plain, AttentionKind.CROSS, 431);
    TestingUnet gated = variant(plain, TGatePatch.GATED);
    Map<String, Input> both = outputs(gated, inputs(gated, cross, 11), AttentionKind.SELF);
    both.putAll(cross);
    // What is fed was computed at this time step, so that nothing else is left to differ.
    float[] wanted = predicted(gated, cross, 11);
    TestingUnet freed = variant(plain, TGatePatch.FREED);
    assertThat(GraphRunner.difference(predicted(freed, both, 11), wanted)).isLessThan(1e-4);
  }

  /**
   * At the same time step nothing has changed but where it comes from; at another the rest is
   * computed anew.
   */
  private static float[] agrees(TestingUnet plain, TestingUnet variant, Map<String, Input> hidden) {
    assertThat(variant.graph().nodes()).hasSizeLessThan(plain.graph().nodes().size());
    float[] same = predicted(variant, hidden, 431);
    assertThat(GraphRunner.difference(same, plain.run(SHAPE))).isLessThan(1e-4);
    float[] later = predicted(variant, hidden, 11);
    assertThat(GraphRunner.difference(later, same)).isGreaterThan(1e-3);
    return later;
  }

  private static TestingUnet variant(TestingUnet plain, String name) {
    return plain.variant(new TGate(), name, NETWORK);
  }

  /** What the whole network gives out, as inputs of a variant. */
  private static Map<String, Input> hidden(TestingUnet plain, AttentionKind kind, float timestep) {
    TestingUnet whole = plain.with(new TGate(), NETWORK);
    return outputs(whole, inputs(whole, Map.of(), timestep), kind);
  }

  private static Map<String, Input> outputs(
      TestingUnet unet, Map<String, Input> inputs, AttentionKind kind) {
    Map<String, Input> found = new HashMap<>();
    try (GraphRunner runner = unet.open()) {
      for (int i = 0; i < ATTENTIONS; i++) {
        float[] values = runner.run(inputs, TGatePatch.hidden(kind, i), HIDDEN);
        found.put(TGatePatch.kept(kind, i), new Input(values, HIDDEN));
      }
    }
    return found;
  }

  private static Map<String, Input> inputs(
      TestingUnet unet, Map<String, Input> hidden, float timestep) {
    Map<String, Input> inputs = unet.inputs(SHAPE);
    Arrays.fill(inputs.get("timestep").values(), timestep);
    inputs.putAll(hidden);
    return inputs;
  }

  private static float[] predicted(TestingUnet unet, Map<String, Input> hidden, float timestep) {
    Map<String, Input> inputs = inputs(unet, hidden, timestep);
    try (GraphRunner runner = unet.open()) {
      String output = unet.graph().outputs().get(0).name();
      return runner.run(inputs, output, inputs.get("sample").shape());
    }
  }
}
