package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Prompt.Written;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ADetailer's words in prompts. */
class UnitPromptsTest {
  private static final Written OWN = new Written("a girl <lora:cape:1>", "rain");

  private static UnitPrompts prompts(String prompt, String negative) {
    return UnitPrompts.of(
        TestingUnits.values(Map.of("ad_prompt", prompt, "ad_negative_prompt", negative)), OWN);
  }

  @Test
  void anEmptyTextIsThePicturesOwn() {
    assertThat(prompts("", "").prompt(3)).isEqualTo("a girl <lora:cape:1>");
    assertThat(prompts("", "").negative(0)).isEqualTo("rain");
  }

  @Test
  void eachPartHasItsTextAndTheLastHoldsForTheRest() {
    UnitPrompts prompts =
        prompts("red hair [SEP] [SEP]x [PROMPT], smiling", "snow[SEP][PROMPT], sun");
    assertThat(prompts.prompt(0)).isEqualTo("red hair");
    assertThat(prompts.prompt(1)).isEqualTo("a girl <lora:cape:1>");
    assertThat(prompts.prompt(2)).isEqualTo("x a girl <lora:cape:1>, smiling");
    assertThat(prompts.prompt(9)).isEqualTo(prompts.prompt(2));
    assertThat(prompts.negative(0)).isEqualTo("snow");
    assertThat(prompts.negative(5)).isEqualTo("rain, sun");
  }

  @Test
  void aPartMayStayAsItIs() {
    UnitPrompts prompts = prompts("[SKIP][SEP] blue [SEP] [SKIP] ", "[SKIP]");
    assertThat(prompts.skips(0)).isTrue();
    assertThat(prompts.skips(1)).isFalse();
    assertThat(prompts.skips(2)).isTrue();
    assertThat(prompts("a [SKIP]", "").skips(0)).isFalse();
  }
}
