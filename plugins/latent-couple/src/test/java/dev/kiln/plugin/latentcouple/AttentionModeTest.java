package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The attention mode in whole generations on the tiny model. */
class AttentionModeTest {
  private static final String THREE = "meadow AND a girl, red hair AND a boy, [red:blue:4] hair";

  private static TestingGeneration generation(String prompt, Object... changes) {
    return TestingOptions.in(
        TestingGeneration.standard().prompt(prompt), TestingOptions.with(changes));
  }

  private static Outcome drawn(String prompt, Object... changes) {
    return generation(prompt, changes).run();
  }

  private static double difference(Outcome a, Outcome b) {
    return GraphRunner.difference(a.latents().data(), b.latents().data());
  }

  @Test
  void threePartsAreTwoRows() {
    Recorder recorder = new Recorder();
    generation(THREE, "mode", "attention").plugin("recorder", recorder).run();
    assertThat(recorder.evaluations())
        .hasSize(8)
        .allSatisfy(evaluation -> assertThat(evaluation.rows()).hasSize(2));
  }

  @Test
  void threeTimesTheSamePromptIsThatPrompt() {
    // The prompt changes on the way, and is longer than one chunk.
    String prompt = "a girl, [red:blue:4] hair, " + "meadow, ".repeat(30);
    Outcome regions = drawn(prompt + " AND " + prompt + " AND " + prompt, "mode", "attention");
    Outcome plain = TestingGeneration.standard().prompt(prompt).run();
    assertThat(difference(regions, plain)).isLessThan(1e-4);
  }

  @Test
  void aLongNegativePromptIsStillItself() {
    String negative = "rain, ".repeat(60);
    String prompt = "a girl AND a girl AND a girl";
    Outcome regions =
        generation(prompt, "mode", "attention").request(r -> r.negativePrompt(negative)).run();
    Outcome plain =
        TestingGeneration.standard()
            .prompt("a girl")
            .request(r -> r.negativePrompt(negative))
            .run();
    assertThat(difference(regions, plain)).isLessThan(1e-4);
  }

  @Test
  void imagesOfABatchAreDrawnAsAlone() {
    Outcome two = generation(THREE, "mode", "attention").request(r -> r.batch(2, 1)).run();
    Outcome one = drawn(THREE, "mode", "attention");
    float[] first = Arrays.copyOf(two.latents().data(), one.latents().size());
    assertThat(first).isEqualTo(one.latents().data());
  }

  @Test
  void picturesOfOneBatchHaveWordsOfTheirOwn() {
    PromptProcessor cats =
        (prompts, request) ->
            new Prompts(
                List.of(prompts.pictures().get(0), Prompt.of(THREE.replace("boy", "cat"), "rain")),
                prompts.scope());
    Outcome two =
        TestingOptions.in(
                TestingGeneration.standard().prompt(THREE).plugin("cats", cats),
                TestingOptions.with("mode", "attention"))
            .request(r -> r.batch(2, 1))
            .run();
    Outcome cat =
        generation(THREE.replace("boy", "cat"), "mode", "attention").request(r -> r.seed(2)).run();
    int size = cat.latents().size();
    assertThat(Arrays.copyOfRange(two.latents().data(), size, 2 * size))
        .isEqualTo(cat.latents().data());
  }

  @Test
  void atACfgScaleOfOneThePromptIsAlone() {
    Outcome regions =
        generation("a girl AND a girl AND a girl", "mode", "attention")
            .request(r -> r.cfgScale(1))
            .run();
    Outcome plain = TestingGeneration.standard().prompt("a girl").request(r -> r.cfgScale(1)).run();
    assertThat(difference(regions, plain)).isLessThan(1e-4);
  }

  @Test
  void afterTheEndPlacesReadAllParts() {
    Outcome ended = drawn(THREE, "mode", "attention", "endAtStep", 0);
    Outcome otherPlaces =
        drawn(THREE, "mode", "attention", "endAtStep", 0, "positions", "0:0,0:1,0:0");
    assertThat(ended.latents().data()).isEqualTo(otherPlaces.latents().data());
    assertThat(difference(ended, drawn(THREE, "mode", "attention"))).isGreaterThan(1e-4);
  }

  @Test
  void sizesThatDoNotDivideAreDrawn() {
    Outcome outcome =
        generation(THREE, "mode", "attention", "softBorder", 24)
            .request(r -> r.size(72, 104))
            .run();
    assertThat(outcome.latents().data()).doesNotContain(Float.NaN);
    assertThat(outcome.warnings()).hasSize(1).first().asString().contains("do not divide");
  }

  @Test
  void weightsBelowZeroAreRefused() {
    assertThatThrownBy(() -> drawn(THREE, "mode", "attention", "weights", "0.2,-0.8,0.8"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: region 2 has the weight -0.8; in attention mode weights are not below 0");
    assertThatThrownBy(() -> drawn("meadow AND a girl :-1 AND a boy", "mode", "attention"))
        .hasMessage(
            "latent-couple: a part of the prompt has the weight -1; in attention mode weights are not below 0, so put it into the negative prompt");
  }

  @Test
  void weightsThatNoPictureStandsAreRefusedInBothModes() {
    for (String mode : List.of("classic", "attention")) {
      assertThatThrownBy(() -> drawn("meadow AND a girl :1000000 AND a boy", "mode", mode))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "latent-couple: a part of the prompt has the weight 1000000; a weight is from -100 to 100");
    }
    Outcome most = drawn(THREE, "weights", "100,-100,1e2");
    assertThat(most.latents().data()).doesNotContain(Float.NaN);
  }
}
