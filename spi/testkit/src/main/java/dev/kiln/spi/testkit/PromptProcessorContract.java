package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompt.Part;
import dev.kiln.spi.generate.Prompt.Tag;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Prompts.TagScope;
import dev.kiln.spi.hook.PromptProcessor;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@code PromptProcessor} promises. Extend it, say which processor, and what a request
 * has in which it does its work.
 */
public abstract class PromptProcessorContract {
  /** A tag of no plugin. */
  private static final String FOREIGN = "<somebodys:1>";

  private static final long SEED = 40;

  /** The processor, as its container keeps it: one for all requests. */
  protected abstract PromptProcessor processor();

  /** Options that the request carries for it, at most one record of a type. */
  protected List<Record> options() {
    return List.of();
  }

  /** A prompt in which it does its work. */
  protected abstract String prompt();

  protected String negativePrompt() {
    return "rain";
  }

  /** The tags that it takes, as in {@code @Offers}. */
  protected Set<String> tags() {
    return Set.of();
  }

  private FakePass request() {
    return FakePass.with(options().toArray(Record[]::new));
  }

  private Prompts process(int pictures, long seed) {
    Prompt read = Prompt.of(prompt() + FOREIGN, negativePrompt() + FOREIGN);
    Prompts all = new Prompts(Collections.nCopies(pictures, read), TagScope.PICTURE);
    return processor().process(all, request().batch(pictures, seed));
  }

  private Stream<Tag> left(Prompts prompts) {
    return prompts.distinct().stream()
        .flatMap(prompt -> Stream.concat(prompt.parts().stream(), Stream.of(prompt.negative())))
        .flatMap(part -> Part.of(part.tagged()).tags().stream());
  }

  @Test
  void eachPictureKeepsAPromptOfItsOwn() {
    assertThat(process(5, SEED).pictures()).hasSize(5);
  }

  @Test
  void itTakesItsTagsOutOfBothPrompts() {
    assertThat(left(process(2, SEED))).noneMatch(tag -> tags().contains(tag.name()));
  }

  @Test
  void itLeavesTagsOfOthers() {
    for (Prompt prompt : process(2, SEED).pictures()) {
      assertThat(prompt.parts())
          .as("the last part of the prompt, or one behind it")
          .anySatisfy(part -> assertThat(part.tagged()).contains(FOREIGN));
      assertThat(prompt.negative().tagged()).contains(FOREIGN);
    }
  }

  @Test
  void theSameRequestGivesTheSamePromptsAlsoInSeveralThreadsAtOnce() {
    Prompts alone = process(3, SEED);
    List<Prompts> together =
        IntStream.range(0, 8).parallel().mapToObj(any -> process(3, SEED)).toList();
    assertThat(together).allSatisfy(prompts -> assertThat(prompts).isEqualTo(alone));
  }

  @Test
  void aPictureOfABatchHasThePromptThatItHasAlone() {
    List<Prompt> batch = process(4, SEED).pictures();
    for (int i = 0; i < batch.size(); i++) {
      assertThat(process(1, SEED + i).pictures()).containsExactly(batch.get(i));
    }
  }

  @Test
  void aRequestThatAsksForNothingOfItStaysAsItIs() {
    Prompts plain = Prompts.of("a girl, meadow AND a " + FOREIGN + " boy:0.5", "rain");
    assertThat(processor().process(plain, FakePass.with())).isEqualTo(plain);
  }
}
