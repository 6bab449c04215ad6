package dev.kiln.plugin.fusedops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusedOpsTest extends GraphPatchContract {
  private static final NetworkShape SHAPE = new NetworkShape(2, 16, 16, 77);

  @Override
  protected GraphPatcher patcher() {
    return new FusedOps();
  }

  @Override
  protected List<Record> options() {
    return List.of(only(-1));
  }

  @Override
  protected boolean exact() {
    return true;
  }

  /** One rewrite alone, counted as the options are; all for -1. */
  private static FusedOptions only(int rewrite) {
    boolean[] on = new boolean[9];
    for (int i = 0; i < on.length; i++) {
      on[i] = rewrite < 0 || i == rewrite;
    }
    return new FusedOptions(on[0], on[1], on[2], on[3], on[4], on[5], on[6], on[7], on[8]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, -1})
  void theDefaultModelPredictsTheSame(int rewrite) {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new FusedOps(), FakeNetwork.with(only(rewrite)));
    assertThat(GraphRunner.difference(after.run(SHAPE), before.run(SHAPE))).isLessThan(1e-5);
  }

  @Test
  void allNormsAndActivationsOfTheDefaultModelAreFused() {
    TestingUnet before = TestingUnet.standard();
    FusedOptions options =
        new FusedOptions(true, true, true, true, true, true, false, false, false);
    TestingUnet after = before.with(new FusedOps(), FakeNetwork.with(options));
    assertThat(GraphRunner.difference(after.run(SHAPE), before.run(SHAPE))).isLessThan(1e-5);
    assertThat(after.count("SkipLayerNormalization")).isEqualTo(21);
    assertThat(after.count("LayerNormalization")).isZero();
    assertThat(after.count("BiasGelu")).isEqualTo(7);
    assertThat(after.count("QuickGelu")).isEqualTo(before.count("Sigmoid"));
    assertThat(after.count("Sigmoid") + after.count("Erf")).isZero();
  }

  @Test
  void gatesAndProjectionsAreSplitAndMerged() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet split = before.with(new FusedOps(), FakeNetwork.with(only(4)));
    assertThat(split.count("MatMul")).isEqualTo(before.count("MatMul") + 7);
    TestingUnet merged = before.with(new FusedOps(), FakeNetwork.with(only(7)));
    assertThat(merged.count("MatMul")).isEqualTo(before.count("MatMul") - 14);
  }

  @Test
  void withoutOptionsNormsAloneAreFused() {
    TestingUnet before = TestingUnet.standard();
    TestingUnet after = before.with(new FusedOps(), FakeNetwork.with());
    assertThat(after.count("SkipLayerNormalization")).isEqualTo(21);
    assertThat(after.count("MatMul")).isEqualTo(before.count("MatMul"));
    assertThat(after.count("Sigmoid")).isEqualTo(before.count("Sigmoid"));
    assertThat(after.count("Erf")).isEqualTo(before.count("Erf"));
  }

  @Test
  void whereNothingIsAskedForNothingIsPatched() {
    FusedOptions none =
        new FusedOptions(false, false, false, false, false, false, false, false, false);
    assertThat(new FusedOps().open(FakeNetwork.with(none))).isEmpty();
  }
}
