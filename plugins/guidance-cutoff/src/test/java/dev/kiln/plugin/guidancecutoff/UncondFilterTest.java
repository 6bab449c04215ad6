package dev.kiln.plugin.guidancecutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeRowPlan;
import dev.kiln.spi.testkit.FakeStep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules are those of webUI's {@code CFGDenoiser.forward}. */
class UncondFilterTest {
  private static final Row COND = new Row(0, Row.Role.COND, 0, 1);
  private static final Row UNCOND = new Row(0, Row.Role.UNCOND, 0, 1);

  /** Ten evaluations at sigma 10, 9, ..., 1. */
  private static List<Integer> skipped(CutoffOptions options, FakePass pass, Row... rows) {
    List<Integer> skipped = new ArrayList<>();
    try (RowFilter filter = new UncondFilter(options, pass, image -> false)) {
      for (int i = 0; i < 10; i++) {
        FakeRowPlan plan = new FakeRowPlan(FakeStep.of(i, 10, 10 - i), rows);
        filter.filter(plan);
        assertThat(plan.kept()).contains(COND);
        if (plan.kept().size() < rows.length) {
          skipped.add(i);
        }
      }
    }
    return skipped;
  }

  @Test
  void belowItsSigmaEveryOtherEvaluationRunsWithoutTheNegativePrompt() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(6, false, 0, 1, 1, 1), pass, COND, UNCOND))
        .containsExactly(5, 7, 9);
    assertThat(pass.infotext()).containsExactly(entry("NGMS", "6.0"));
  }

  @Test
  void theSigmaItselfIsNotBelowIt() {
    assertThat(skipped(new CutoffOptions(5, false, 0, 1, 1, 1), FakePass.with(), COND, UNCOND))
        .containsExactly(7, 9);
  }

  @Test
  void onAllStepsEveryEvaluationBelowTheSigmaRunsWithoutIt() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(4, true, 0, 1, 1, 1), pass, COND, UNCOND))
        .containsExactly(7, 8, 9);
    assertThat(pass.infotext())
        .containsExactly(entry("NGMS", "4.0"), entry("NGMS all steps", "True"));
  }

  @Test
  void skippingEarlyIncludesTheRatioItself() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(0, false, 0.2, 1, 1, 1), pass, COND, UNCOND))
        .containsExactly(0, 1, 2);
    assertThat(pass.infotext()).containsExactly(entry("Skip Early CFG", "0.2"));
  }

  @Test
  void afterTheGuidedPartTheNegativePromptIsLeftOut() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(0, false, 0, 0.7, 1, 1), pass, COND, UNCOND))
        .containsExactly(7, 8, 9);
    assertThat(pass.infotext()).containsExactly(entry("Guided part", "0.7"));
  }

  @Test
  void onlyImagesWhosePredictionsAlignedGoOnWithoutIt() {
    FakePass pass = FakePass.with();
    Row second = new Row(1, Row.Role.COND, 0, 1);
    Row secondUncond = new Row(1, Row.Role.UNCOND, 0, 1);
    FakeRowPlan plan = new FakeRowPlan(FakeStep.of(3, 10, 7), COND, UNCOND, second, secondUncond);
    try (RowFilter filter =
        new UncondFilter(new CutoffOptions(0, false, 0, 1, 0.99, 1), pass, image -> image == 1)) {
      filter.filter(plan);
    }
    assertThat(plan.kept()).containsExactly(COND, UNCOND, second);
    assertThat(pass.infotext())
        .containsExactly(
            entry("Guidance alignment", "0.99"), entry("Guidance aligned", "1 of 2 skipped"));
  }

  @Test
  void bothRulesMayActInOnePass() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(3, false, 0.1, 1, 1, 1), pass, COND, UNCOND))
        .containsExactly(0, 1, 9);
    assertThat(pass.infotext()).containsOnlyKeys("Skip Early CFG", "NGMS");
  }

  @Test
  void allPartsOfThePromptAreKept() {
    Row part = new Row(0, Row.Role.COND, 1, 0.5);
    FakeRowPlan plan = new FakeRowPlan(FakeStep.of(9, 10, 1), COND, part, UNCOND);
    new UncondFilter(new CutoffOptions(6, false, 0, 1, 1, 1), FakePass.with(), image -> false)
        .filter(plan);
    assertThat(plan.kept()).containsExactly(COND, part);
  }

  @Test
  void aPassWithoutGuidanceHasNothingToDropAndSaysNothing() {
    FakePass pass = FakePass.with();
    assertThat(skipped(new CutoffOptions(15, true, 1, 1, 1, 1), pass, COND)).isEmpty();
    assertThat(pass.infotext()).isEmpty();
  }

  @Test
  void theGuidanceOfAnEditedPictureStays() {
    FakePass pass = FakePass.with();
    Row blind = new Row(0, Row.Role.BLIND, 0, 1);
    assertThat(skipped(new CutoffOptions(15, true, 1, 1, 1, 1), pass, COND, UNCOND, blind))
        .isEmpty();
    assertThat(pass.infotext()).isEmpty();
  }

  @Test
  void withDefaultOptionsThereIsNoFilter() {
    GuidanceCutoff hook = new GuidanceCutoff();
    assertThat(hook.open(FakePass.with())).isEmpty();
    assertThat(hook.open(FakePass.with(new CutoffOptions(0, true, 0, 1, 1, 1)))).isEmpty();
    assertThat(hook.open(FakePass.with(new CutoffOptions(0.1, false, 0, 1, 1, 1)))).isPresent();
  }
}
