package dev.kiln.plugin.xyzplot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts along an axis mean. */
class AxisTest {
  private static List<String> values(String type, String text) {
    AxisType found = AxisTypes.find(type, false);
    return found.reader().apply(found.label(), text);
  }

  /** As webUI's script expands them: range(from, to + 1, step), and numpy's linspace. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Steps | 1-5 | 1 2 3 4 5",
        "Steps | 1-5 (+2) | 1 3 5",
        "Steps | 10-5 (-3) | 10 7",
        "Steps | 1-10 [5] | 1 3 5 7 10",
        "Steps | 4, 8-10, 20 | 4 8 9 10 20",
        "Seed | -1 | -1",
        "CFG Scale | 1-2 (+0.5) | 1 1.5 2",
        "CFG Scale | 0-1 [3] | 0 0.5 1",
        "CFG Scale | 7.5 | 7.5"
      })
  void rangesAreExpanded(String type, String text, String expected) {
    assertThat(String.join(" ", values(type, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Steps | 4, x | Steps has the value \"x\"; expected a whole number",
        "Steps | 1.5 | Steps has the value \"1.5\"; expected a whole number",
        "Steps | 5-1 | Steps has the range \"5-1\", which is empty",
        "Steps | 1-999999999 | Steps has more than 1000 values",
        "Steps | 1-5 [99999999999999] | Steps has more than 1000 values",
        "CFG Scale | high | CFG Scale has the value \"high\"; expected a number"
      })
  void whatIsNoNumberIsRefused(String type, String text, String message) {
    assertThatThrownBy(() -> values(type, text))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(message);
  }

  @Test
  void aQuotedValueMayHoldACommaAndAQuote() {
    assertThat(values("Prompt S/R", "red, \"blue, dark\", \"a \"\"b\"\"\", "))
        .containsExactly("red", "blue, dark", "a \"b\"");
  }

  /** Numbers of webUI's lists, of which that of img2img has other axes. */
  @ParameterizedTest
  @CsvSource({
    "1, false, Seed",
    "7, false, Prompt S/R",
    "9, false, Sampler",
    "7, true, Prompt S/R",
    "6, true, Image CFG Scale",
    "42, false, Size"
  })
  void anAxisHasTheNumberThatItHasInWebui(String number, boolean redraws, String label) {
    assertThat(AxisTypes.find(number, redraws).label()).isEqualTo(label);
  }

  @Test
  void anAxisThatIsNoneIsRefused() {
    assertThatThrownBy(() -> AxisTypes.find("Stepps", false))
        .hasMessageStartingWith(
            "X/Y/Z plot: there is no axis \"Stepps\"; expected PLUGIN.OPTION or");
    assertThatThrownBy(() -> AxisTypes.find("Face restore", false))
        .hasMessageContaining("Kiln has nothing that the axis \"Face restore\" could change");
  }

  private static Map<String, Object> changed(String type, String value, String first) {
    Map<String, Object> part =
        new LinkedHashMap<>(Map.of("prompt", "a cat, a red hat, rain", "negative_prompt", "red"));
    AxisTypes.find(type, false).setter().set(part, value, first);
    return part;
  }

  @Test
  void wordsAreReplacedAndOrdered() {
    assertThat(changed("Prompt S/R", "blue", "red"))
        .containsEntry("prompt", "a cat, a blue hat, rain")
        .containsEntry("negative_prompt", "blue");
    assertThatThrownBy(() -> changed("Prompt S/R", "blue", "green"))
        .hasMessageContaining("did not find \"green\"");
    assertThat(values("Prompt order", "cat, rain")).containsExactly("cat, rain", "rain, cat");
    assertThat(changed("Prompt order", "rain, cat", ""))
        .containsEntry("prompt", "a rain, a red hat, cat");
  }

  @Test
  void optionsOfPluginsAreAxesToo() {
    assertThat(changed("step-cache.threshold", "0.2", ""))
        .containsEntry("plugins", Map.of("step-cache", Map.of("threshold", 0.2)));
    assertThat(changed("Hires upscaler", "Latent", ""))
        .containsEntry("plugins", Map.of("hires-fix", Map.of("upscaler", "Latent")));
  }

  @Test
  void aSizeHasTwoSides() {
    assertThat(changed("Size", "64x128", ""))
        .containsEntry("width", 64L)
        .containsEntry("height", 128L);
    assertThatThrownBy(() -> changed("Size", "64", ""))
        .hasMessageContaining("expected WIDTHxHEIGHT");
  }
}
