package dev.kiln.plugin.styles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.PromptProcessorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StylesContractTest extends PromptProcessorContract {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve(StyleFile.NAME),
        """
        name,prompt,negative_prompt
        plain,"oil, on canvas",blurry
        around,"a photo of {prompt}, 4k",
        tagged,<lora:cape:1> AND sea,"{prompt}, <x:1>"
        """);
  }

  @Override
  protected PromptProcessor processor() {
    return new Styles(new StyleFile(new FakeHome(folder, new StyleSettings(""))));
  }

  @Override
  protected List<Record> options() {
    return List.of(new StyleOptions(List.of("around", "plain")));
  }

  @Override
  protected String prompt() {
    return "a girl AND meadow";
  }

  /** Numbers of webUI's merge_prompts, by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain        | a girl  | rain | a girl, oil, on canvas              | rain, blurry",
        "around       | a girl  | rain | a photo of a girl, 4k               | rain",
        "around;plain | a girl  | ''   | a photo of a girl, 4k, oil, on canvas | blurry",
        "plain;around | a girl  | ''   | a photo of a girl, oil, on canvas, 4k | blurry",
        "PLAIN        | ''      | ''   | oil, on canvas                      | blurry",
      })
  void promptsAreMergedAsInWebui(
      String styles, String prompt, String negative, String merged, String mergedNegative) {
    FakePass request =
        FakePass.with(new StyleOptions(Arrays.<Object>asList((Object[]) styles.split(";"))));
    Prompts made = processor().process(Prompts.of(prompt, negative), request);
    assertThat(made.pictures())
        .singleElement()
        .isEqualTo(Prompt.of(merged, mergedNegative))
        .extracting(Prompt::written)
        .isEqualTo(new Written(merged, mergedNegative));
  }

  @Test
  void tagsAndPartsOfAStyleAreRead() {
    FakePass request = FakePass.with(new StyleOptions(List.of("tagged")));
    Prompt made = processor().process(Prompts.of("a girl", ""), request).pictures().get(0);
    assertThat(made.parts()).hasSize(2);
    assertThat(made.parts().get(0).tags())
        .singleElement()
        .hasToString("Tag[name=lora, arguments=[cape, 1], at=8]");
    assertThat(made.negative().tags()).hasSize(1);
  }

  @Test
  void tagsThatTheRequestLeavesUnusedStayUnused() {
    FakePass request = FakePass.with(new StyleOptions(List.of("plain")));
    Prompt without = Prompt.of("a girl <lora:cape:1>", "");
    without =
        without.withParts(without.parts().stream().map(it -> it.without(tag -> true)).toList());
    Prompts prompts = new Prompts(List.of(without), Prompts.TagScope.PICTURE);
    Prompt made = processor().process(prompts, request).pictures().get(0);
    assertThat(made.parts()).allSatisfy(part -> assertThat(part.tags()).isEmpty());
    assertThat(made.written().prompt()).isEqualTo("a girl <lora:cape:1>, oil, on canvas");
  }
}
