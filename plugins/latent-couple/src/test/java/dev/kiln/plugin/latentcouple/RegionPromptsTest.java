package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.testkit.FakePass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionPromptsTest {
  private static final String THREE = "meadow AND a girl :1.2 AND a boy";

  private static Prompts processed(String prompt, Object... changes) {
    return processed(FakePass.with(TestingOptions.with(changes)), prompt);
  }

  private static Prompts processed(FakePass pass, String prompt) {
    return TestingOptions.prompts().process(Prompts.of(prompt, "rain"), pass);
  }

  @Test
  void withoutTagsTheTextsStayAsTheyAre() {
    assertThat(processed(THREE)).isEqualTo(Prompts.of(THREE, "rain"));
    assertThat(processed(THREE, "mode", "attention")).isEqualTo(Prompts.of(THREE, "rain"));
  }

  @Test
  void switchedOffItDoesNothing() {
    FakePass pass = FakePass.with(TestingOptions.with("enabled", false));
    assertThat(processed(pass, "one part")).isEqualTo(Prompts.of("one part", "rain"));
    assertThat(RegionPlan.of(pass)).isEmpty();
    assertThat(pass.infotext()).isEmpty();
  }

  @Test
  void inClassicModeATagActsInItsPart() {
    assertThat(processed("meadow AND a girl <lora:cape:1> AND a boy").scope())
        .isEqualTo(TagScope.PART);
  }

  @Test
  void inAttentionModeATagOfARegionIsRefused() {
    assertThat(processed("meadow <lora:cape:1> AND a girl AND a boy", "mode", "attention").scope())
        .isEqualTo(TagScope.PICTURE);
    assertThatThrownBy(
            () -> processed("meadow AND a girl AND a boy <lora:cape:1>", "mode", "attention"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: <lora:cape:1> stands in part 3 of the prompt, which is a region, but in attention mode a tag acts on the whole picture; move it to part 1, which covers it, or use the classic mode");
  }

  @Test
  void inAttentionModeTheFirstPartMayBeARegionToo() {
    String prompt = "a girl <lora:cape:1> AND a boy";
    assertThatThrownBy(() -> processed(prompt, halves("1:2,1:2", "0:0,0:1")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: <lora:cape:1> stands in part 1 of the prompt, which is a region, but in attention mode a tag acts on the whole picture; move it to a part that covers it, with division 1:1 at position 0:0, or use the classic mode");
    assertThatThrownBy(() -> processed(prompt, halves("1:2,1:1", "0:0,0:0")))
        .hasMessageContaining("move it to part 2, which covers it,");
    String common = "a girl AND a boy <lora:cape:1>";
    assertThat(processed(common, halves("1:2,1:1", "0:0,0:0")))
        .isEqualTo(Prompts.of(common, "rain"));
    assertThat(processed(common + " AND rain <lora:hat:1>", halves("1:2,1:1", "0:0,0:0")).scope())
        .isEqualTo(TagScope.PICTURE);
  }

  private static Object[] halves(String divisions, String positions) {
    return new Object[] {
      "mode", "attention", "divisions", divisions, "positions", positions, "weights", "1,1"
    };
  }

  @Test
  void mergedPartsFollowAsOneMore() {
    Prompt read = Prompt.of("meadow AND a girl <lora:cape:1> :1.2 AND AND a boy", "rain");
    Prompt merged =
        TestingOptions.prompts()
            .process(
                new Prompts(List.of(read), TagScope.PICTURE),
                FakePass.with(TestingOptions.with("merge", true)))
            .pictures()
            .get(0);
    List<Part> parts = new ArrayList<>(read.parts());
    parts.add(Part.of("meadow, a girl <lora:cape:1>, a boy"));
    assertThat(merged).isEqualTo(read.withParts(parts));
  }

  @Test
  void promptsOfOneRequestHaveAsManyParts() {
    List<Prompt> pictures = List.of(Prompt.of(THREE, ""), Prompt.of(THREE + " AND rain", ""));
    FakePass pass = FakePass.with(TestingOptions.with()).batch(2, 1);
    assertThatThrownBy(
            () -> TestingOptions.prompts().process(new Prompts(pictures, TagScope.PICTURE), pass))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: a picture's prompt has 3 parts and another's 4; join as many parts in each with AND");
  }

  @Test
  void theInfotextIsTheExtensions() {
    FakePass pass = FakePass.with(TestingOptions.with());
    processed(pass, THREE);
    assertThat(pass.infotext())
        .containsEntry(
            "Latent Couple",
            "divisions=1:1,1:2,1:2 positions=0:0,0:0,0:1 weights=0.2,0.8,0.8 end at step=20");
  }

  @Test
  void theInfotextHasWhatIsNotDefault() {
    FakePass classic = FakePass.with(TestingOptions.with("softBorder", 16.0, "merge", true));
    processed(classic, THREE);
    assertThat(classic.infotext().get("Latent Couple"))
        .endsWith(" end at step=20 soft border=16 merge=true");
    FakePass attention = FakePass.with(TestingOptions.with("mode", "attention", "base", 0.4));
    processed(attention, THREE);
    assertThat(attention.infotext().get("Latent Couple"))
        .endsWith(" end at step=20 mode=attention base=0.4");
  }

  @Test
  void wrongOptionsAreTold() {
    assertThatThrownBy(() -> processed(THREE, "base", -0.5))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: base is -0.5; give a share from 0 to 1, or -1 for what the weights say");
    assertThatThrownBy(() -> processed(THREE, "base", 0.4))
        .hasMessage(
            "latent-couple: base is for the attention mode; in classic mode weights say how much of each part is drawn, so leave it out");
    assertThatThrownBy(() -> processed(THREE, "mode", "attention", "merge", true))
        .hasMessage(
            "latent-couple: merge is for the classic mode; in attention mode all parts are one prompt anyway, so leave it out");
    assertThatThrownBy(
            () ->
                processed(
                    "a AND b",
                    "mode",
                    "attention",
                    "base",
                    0.3,
                    "divisions",
                    "1:2,1:2",
                    "positions",
                    "0:0,0:1",
                    "weights",
                    "1,1"))
        .hasMessage(
            "latent-couple: base is 0.3, but no region covers the whole picture; add one, with division 1:1 at position 0:0");
    assertThatThrownBy(() -> processed(THREE, "sketch", "AQID"))
        .hasMessage(
            "latent-couple: sketch is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF");
  }
}
