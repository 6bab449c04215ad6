package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GuidanceHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestingGenerationTest {
  private static final DenoiseHook IDLE = pass -> Optional.of(DenoiseCall::proceed);

  @Test
  void runsTheNetworkOnceAStepAndTellsOfEachCall() {
    Outcome outcome = TestingGeneration.standard().plugin("idle", IDLE).run();
    assertThat(outcome.latents().shape()).containsExactly(1, 4, 8, 8);
    assertThat(outcome.evaluated()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(outcome.calls())
        .containsExactlyElementsOf(
            IntStream.range(0, 8)
                .mapToObj(i -> new HookCall("idle", DenoiseHook.class, i, 2, 1, "", 0))
                .toList());
    assertThat(outcome).returns(1, Outcome::opened).returns(1, Outcome::closed);
  }

  @Test
  void dependsOnTheSeedAlone() {
    TestingGeneration generation = TestingGeneration.standard();
    float[] latents = generation.run().latents().data();
    assertThat(generation.plugin("idle", IDLE).run().latents().data()).containsExactly(latents);
    assertThat(generation.request(r -> r.seed(2)).run().latents().data()).isNotEqualTo(latents);
  }

  @Test
  void countsTheBytesOfAHookAndNotThoseBelowIt() {
    List<byte[]> kept = new ArrayList<>();
    DenoiseHook greedy =
        pass ->
            Optional.of(
                call -> {
                  kept.add(new byte[100_000]);
                  call.proceed();
                });
    Outcome outcome =
        TestingGeneration.standard().plugin("outer", IDLE).plugin("greedy", greedy).run();
    assertThat(outcome.calls())
        .allSatisfy(
            call ->
                assertThat(call.bytes())
                    .isBetween(
                        call.plugin().equals("greedy") ? 100_000L : 0,
                        call.plugin().equals("greedy") ? 101_000L : 0));
  }

  @Test
  void aCallThatWasKeptThrows() {
    List<DenoiseCall> kept = new ArrayList<>();
    DenoiseHook hook =
        pass ->
            Optional.of(
                call -> {
                  kept.add(call);
                  kept.get(0).proceed();
                });
    TestingGeneration.Failed failed = TestingGeneration.standard().plugin("keeper", hook).fail();
    assertThat(failed.reason())
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "plugin 'keeper' failed in denoise at step 2 of 8: a DenoiseCall is valid during"
                + " intercept alone; this one was kept, copy what you need");
    assertThat(failed).returns(1, TestingGeneration.Failed::closed);
  }

  @Test
  void atScaleOneTheNegativePromptIsComputedForWhoWorksOnTheGuidedPrediction() {
    TestingGeneration generation =
        TestingGeneration.standard()
            .plugin("idle", IDLE)
            .request(request -> request.steps(2).cfgScale(1));
    GuidanceHook looking =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  assertThat(call.uncond(0)).isPresent();
                });
    assertThat(generation.run().calls()).extracting(HookCall::rows).containsExactly(1, 1);
    assertThat(generation.plugin("looking", looking).run().calls())
        .hasSize(4)
        .extracting(HookCall::rows)
        .containsOnly(2);
  }
}
