package dev.kiln.plugin.wildcards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.PromptProcessorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WildcardsContractTest extends PromptProcessorContract {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    file("models/wildcards/hair_color.txt", "red", "# black", "", "blond", "brown");
    file("wildcards/animals/cats.txt", "lynx", "puma");
    file("wildcards/animals/dogs.txt", "fox");
    file("wildcards/nested.txt", "a __Hair_Color__ __animals/dogs__");
    file("wildcards/round.txt", "more __round__");
    file("wildcards/tagged.txt", "<lora:cape:1> x AND y$1");
  }

  private void file(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "\uFEFF" + String.join("\r\n", lines));
  }

  @Override
  protected PromptProcessor processor() {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(folder.resolve("models"), hashes);
    return new Wildcards(new WildcardFiles(new FoundModels(catalog, hashes)));
  }

  @Override
  protected String prompt() {
    return "a girl with __hair_color__ hair AND __nested__";
  }

  @Override
  protected String negativePrompt() {
    return "__animals/*__";
  }

  private List<Prompt> draw(String prompt, String negative, int pictures, long seed) {
    Prompts prompts =
        new Prompts(
            Collections.nCopies(pictures, Prompt.of(prompt, negative)), Prompts.TagScope.PICTURE);
    return processor().process(prompts, FakePass.with().batch(pictures, seed)).pictures();
  }

  private Set<String> texts(String prompt, int pictures) {
    return draw(prompt, "", pictures, 0).stream()
        .map(it -> it.written().prompt())
        .collect(Collectors.toSet());
  }

  /** Each of three is drawn about 100 times of 300, within six deviations of a fair lot. */
  @Test
  void entriesOfNeighbouringSeedsAreDrawnAlikeOften() {
    List<Prompt> drawn = draw("__hair_color__", "", 300, 1000);
    for (String color : List.of("red", "blond", "brown")) {
      assertThat(drawn.stream().filter(it -> it.written().prompt().equals(color)).count())
          .isBetween(51L, 149L);
    }
  }

  /** SplitMix64 of the seed 1234567, as its authors' program gives it. */
  @Test
  void lotsAreThoseOfThePublishedGenerator() {
    Dice dice = new Dice(1234567);
    assertThat(dice.roll(1000)).isEqualTo((int) Long.remainderUnsigned(6457827717110365317L, 1000));
    assertThat(dice.roll(1000)).isEqualTo((int) Long.remainderUnsigned(3203168211198807973L, 1000));
    assertThat(dice.roll(1000))
        .isEqualTo(
            (int) Long.remainderUnsigned(Long.parseUnsignedLong("9817491932198370423"), 1000));
  }

  @Test
  void wildcardsOfEntriesAreReplacedToo() {
    assertThat(texts("see __nested__!", 40))
        .containsExactlyInAnyOrder("see a red fox!", "see a blond fox!", "see a brown fox!");
  }

  @Test
  void aStarMeansAllFilesThatFit() {
    assertThat(texts("__animals/*__", 60)).containsExactlyInAnyOrder("lynx", "puma", "fox");
    assertThat(texts("__*cat*__", 40)).containsExactlyInAnyOrder("lynx", "puma");
  }

  @Test
  void whatAnEntryHasIsReadAndStandsInTheText() {
    Prompt made = draw("a __tagged__", "__animals/dogs__", 1, 3).get(0);
    assertThat(made.written()).isEqualTo(new Written("a <lora:cape:1> x AND y$1", "fox"));
    assertThat(made.parts()).hasSize(2);
    assertThat(made.parts().get(0).tags()).hasSize(1);
  }

  @Test
  void aNameThatNoFileHasStaysAndIsTold() {
    FakePass request = FakePass.with();
    Prompts made = processor().process(Prompts.of("a __nothing__, __init", ""), request);
    assertThat(made.pictures().get(0).written().prompt()).isEqualTo("a __nothing__, __init");
    assertThat(request.warnings())
        .containsExactly(
            "wildcards: there is no file nothing.txt with a word in the folder wildcards, so"
                + " __nothing__ is drawn as words");
  }

  @Test
  void anEndlessOneIsRefused() {
    assertThatThrownBy(() -> draw("__round__", "", 1, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("wildcards: __round__ leads into others without an end");
  }
}
