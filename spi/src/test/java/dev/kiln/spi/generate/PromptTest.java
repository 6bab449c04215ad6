package dev.kiln.spi.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Tag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The syntax is that of webUI's {@code prompt_parser.py} and {@code extra_networks.py}. */
class PromptTest {
  private static List<Part> parts(String prompt) {
    return Prompt.of(prompt, "").parts();
  }

  private static Part part(String text, double weight) {
    return new Part(text, weight, List.of());
  }

  private static Tag tag(String name, int at, String... arguments) {
    return new Tag(name, List.of(arguments), at);
  }

  @Test
  void promptWithoutAndIsOnePart() {
    assertThat(parts("a cat")).containsExactly(part("a cat", 1));
    assertThat(parts("")).containsExactly(part("", 1));
  }

  @Test
  void partsHaveTheirWeights() {
    assertThat(parts("a cat :1.2 AND a dog AND a bird: -.5 AND fish :+2. "))
        .containsExactly(
            part("a cat", 1.2), part(" a dog", 1), part(" a bird", -0.5), part(" fish", 2));
  }

  @Test
  void onlyTheWordInCapitalsJoins() {
    assertThat(parts("salt and pepper, SANDY, AND_1")).hasSize(1);
    assertThat(parts("AND")).containsExactly(part("", 1), part("", 1));
    assertThat(parts("a\nAND\nb")).hasSize(2);
  }

  @Test
  void weightIsTheLastNumberAfterTheLastColon() {
    assertThat(parts("a:1:2")).containsExactly(part("a:1", 2));
    assertThat(parts("(a:1.2)")).containsExactly(part("(a:1.2)", 1));
    assertThat(parts("a: 1 2")).containsExactly(part("a: 1 2", 1));
    assertThat(parts("a:")).containsExactly(part("a:", 1));
  }

  @Test
  void endlessWeightIsRefused() {
    assertThatThrownBy(() -> parts("a AND b:" + "9".repeat(400)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "A part of the prompt that AND joins has an endless weight: choose one near 1.");
  }

  @Test
  void tagsStandBesideTheTextOfTheirPart() {
    assertThat(parts("a <lora:cape:te=0.5:1>girl <wild:> :2 <x:y:>AND<z:AND> meadow"))
        .containsExactly(
            new Part(
                "a girl  ",
                2,
                List.of(
                    tag("lora", 2, "cape", "te=0.5", "1"),
                    tag("wild", 7, ""),
                    tag("x", 8, "y", ""))),
            new Part(" meadow", 1, List.of(tag("z", 0, "AND"))));
    assertThat(parts("<l-o:x>, <:x>, a < b > c").get(0).tags()).isEmpty();
  }

  @Test
  void aNegativePromptKnowsTagsAlone() {
    Part negative = Prompt.of("", "rain AND<x:1> snow:1.2").negative();
    assertThat(negative).isEqualTo(new Part("rain AND snow:1.2", 1, List.of(tag("x", 8, "1"))));
    assertThat(negative.tagged()).isEqualTo("rain AND<x:1> snow:1.2");
  }

  @Test
  void tagsAreTakenOrLeft() {
    String text = "<a:1><b:2> girl <a::3>hat<b:>";
    assertThat(Part.of(text).tagged()).isEqualTo(text);
    Part left = Part.of(text).without(tag -> tag.name().equals("a"));
    assertThat(left.tagged()).isEqualTo("<b:2> girl hat<b:>");
    assertThat(left.withText("boy").tagged()).isEqualTo("<b:2>boy<b:>");
  }

  @Test
  void aTagIsWithinItsText() {
    assertThatThrownBy(() -> new Part("a", 1, List.of(tag("x", 2, "y"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("<x:y> is at 2 of a text of 1 characters");
  }

  @Test
  void otherPartsLeaveWhatIsWritten() {
    Prompt prompt = Prompt.of("a AND b", "c");
    Prompt changed = prompt.withParts(prompt.parts().subList(0, 1)).withNegative(part("d", 1));
    assertThat(changed.written()).isEqualTo(new Prompt.Written("a AND b", "c"));
    assertThat(changed.parts()).containsExactly(part("a", 1));
    assertThatThrownBy(() -> prompt.withParts(List.of()))
        .hasMessage("a prompt has at least one part");
  }

  @Test
  void equalPromptsAreChangedOnce() {
    List<Prompt> seen = new ArrayList<>();
    Prompt a = Prompt.of("a", "");
    Prompt b = Prompt.of("b", "");
    Prompts prompts =
        new Prompts(List.of(a, b, Prompt.of("a", "")), Prompts.TagScope.PART)
            .map(
                prompt -> {
                  seen.add(prompt);
                  return prompt.withNegative(part("x", 1));
                });
    assertThat(seen).containsExactly(a, b).isEqualTo(List.of(a, b));
    assertThat(prompts.pictures()).hasSize(3).doesNotContain(a);
    assertThat(prompts.distinct()).hasSize(2);
    assertThat(prompts.scope()).isEqualTo(Prompts.TagScope.PART);
  }

  @Test
  void lengthDoesNoHarm() {
    assertThat(parts("AND ".repeat(50_000))).hasSize(50_001);
    assertThat(parts(": ".repeat(50_000) + "x")).hasSize(1);
    assertThat(parts("a" + " ".repeat(100_000) + "b:1" + " ".repeat(100_000))).hasSize(1);
    assertThat(parts("> " + "<a:".repeat(100_000)).get(0).tags()).isEmpty();
    assertThat(parts("<a:1> AND ".repeat(20_000))).hasSize(20_001);
  }
}
