package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.PromptProcessor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an approximation promises that patches the UNet, besides what every patcher does: where its
 * knobs are exact there is no patch, the further a knob the fewer scores its attentions have, the
 * same numbers each time, any batch, and an infotext that says the knob.
 */
public abstract class PatchApproximationContract extends GraphPatchContract {
  private static final String EXPORTER = "unet-sdpa-17";
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  /** What says in the infotext what the patch does. */
  protected abstract PromptProcessor request();

  /** The record with the knobs; its index is that of the compiled plugin. */
  protected abstract Class<? extends Record> knobs();

  /** What else a request says while a knob is moved. */
  protected Map<String, Object> beside() {
    return Map.of();
  }

  /** Whether a knob has a say with what is said beside it. */
  protected boolean moves(String knob) {
    return true;
  }

  /** What the patched network costs: by default the bytes of its attentions' scores. */
  protected double cost(GraphPatcher patcher, FakeNetwork network) {
    AttentionScores scores = new AttentionScores();
    TestingUnet.exported(EXPORTER).with(patcher, scores, network);
    return scores.bytes();
  }

  private Knobs values() {
    return new Knobs(Knobs.index(knobs()), beside());
  }

  private List<FieldIndex> moving() {
    List<FieldIndex> moving = values().all().stream().filter(knob -> moves(knob.name())).toList();
    assertThat(moving).as("options with @Option(exact)").isNotEmpty();
    return moving;
  }

  private Record bound(Map<String, Object> values) {
    return new OptionBinder("under-test", values().index()).bind(values, knobs());
  }

  private Record far(FieldIndex knob) {
    return bound(values().moved(knob, Knobs.far(knob)));
  }

  @Override
  protected List<Record> options() {
    return List.of(far(moving().get(0)));
  }

  @Test
  void withAllKnobsExactThereIsNoPatchAndNothingIsSaid() {
    Record exact = bound(values().exact());
    assertThat(patcher().open(FakeNetwork.with(exact))).isEmpty();
    assertThat(patcher().open(FakeNetwork.with())).isEmpty();
    assertThat(said(exact)).isEmpty();
  }

  private Map<String, String> said(Record options) {
    return TestingGeneration.standard()
        .request(request -> request.steps(1))
        .plugin("under-test", request(), options)
        .run()
        .infotext();
  }

  @Test
  void theFurtherAKnobTheLessItCosts() {
    double untouched = cost(patcher(), FakeNetwork.with().shape(SHAPE));
    for (FieldIndex knob : moving()) {
      Record between = bound(values().moved(knob, Knobs.between(knob, 0.5)));
      double half = cost(patcher(), FakeNetwork.with(between).shape(SHAPE));
      double all = cost(patcher(), FakeNetwork.with(far(knob)).shape(SHAPE));
      assertThat(half).as("%s in the middle", knob.name()).isBetween(all, untouched);
      assertThat(all).as("%s at %s", knob.name(), Knobs.far(knob)).isLessThan(untouched);
    }
  }

  @Test
  void itGivesTheSameNumbersEachTimeAndGoesWithEveryBatch() {
    TestingUnet before = TestingUnet.exported(EXPORTER);
    FakeNetwork network = FakeNetwork.with(far(moving().get(0))).shape(SHAPE);
    TestingUnet after = before.with(patcher(), network);
    float[] first = after.run(SHAPE);
    assertThat(before.with(patcher(), network).run(SHAPE)).containsExactly(first);
    assertThat(GraphRunner.difference(first, before.run(SHAPE))).isGreaterThan(1e-6);
    for (int rows : new int[] {1, 3}) {
      float[] other = after.run(new NetworkShape(rows, 16, 16, 77));
      assertThat(other).hasSize(first.length / 2 * rows).doesNotContain(Float.NaN);
    }
  }

  @Test
  void itsInfotextSaysTheKnob() {
    for (FieldIndex knob : moving()) {
      Map<String, String> said = said(far(knob));
      assertThat(said).as(knob.name()).containsKey(knob.infotext());
      assertThat(Double.parseDouble(said.get(knob.infotext())))
          .isCloseTo(Knobs.far(knob), within(1e-9));
    }
  }
}
