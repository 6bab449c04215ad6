package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.hook.PromptProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract passes a processor that keeps it and fails those that break it. */
class PromptProcessorContractTest {
  private static String[] broken(Class<? extends PromptProcessorContract> contract) {
    return ContractRun.broken(contract, 6);
  }

  abstract static class Case extends PromptProcessorContract {
    record Wild() {}

    @Override
    protected List<Record> options() {
      return List.of(new Wild());
    }

    @Override
    protected String prompt() {
      return "a NUMBER AND a girl";
    }

    /** A processor that puts a number into the prompt of each picture. */
    static PromptProcessor numbers(Number number) {
      return (prompts, request) -> {
        if (request.options(Wild.class).isEmpty()) {
          return prompts;
        }
        List<Prompt> numbered = new ArrayList<>();
        for (int i = 0; i < prompts.pictures().size(); i++) {
          Prompt.Written written = prompts.pictures().get(i).written();
          String text = written.prompt().replace("NUMBER", "" + number.of(i, request.seed(i)));
          numbered.add(Prompt.of(text, written.negative()));
        }
        return new Prompts(numbered, prompts.scope());
      };
    }

    interface Number {
      long of(int picture, long seed);
    }
  }

  static class Good extends Case {
    @Override
    protected PromptProcessor processor() {
      return numbers((picture, seed) -> seed);
    }
  }

  static class ByPlace extends Case {
    @Override
    protected PromptProcessor processor() {
      return numbers((picture, seed) -> picture);
    }
  }

  static class Counting extends Case {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    protected PromptProcessor processor() {
      return numbers((picture, seed) -> calls.incrementAndGet());
    }
  }

  static class Unasked extends Case {
    @Override
    protected PromptProcessor processor() {
      return (prompts, request) -> prompts.map(it -> it.withParts(it.parts().subList(0, 1)));
    }
  }

  static class Shortening extends Case {
    @Override
    protected PromptProcessor processor() {
      return (prompts, request) -> new Prompts(List.of(prompts.pictures().get(0)), prompts.scope());
    }
  }

  static class Leaving extends Case {
    @Override
    protected PromptProcessor processor() {
      return (prompts, request) -> prompts;
    }

    @Override
    protected String prompt() {
      return "a <wild:1> girl";
    }

    @Override
    protected Set<String> tags() {
      return Set.of("wild");
    }
  }

  @Test
  void aGoodProcessorPasses() {
    assertThat(broken(Good.class)).isEmpty();
  }

  @Test
  void aPromptThatDependsOnItsPlaceInTheBatchIsFound() {
    assertThat(broken(ByPlace.class)).containsExactly("aPictureOfABatchHasThePromptThatItHasAlone");
  }

  @Test
  void aProcessorThatRemembersIsFound() {
    assertThat(broken(Counting.class))
        .containsExactlyInAnyOrder(
            "aPictureOfABatchHasThePromptThatItHasAlone",
            "theSameRequestGivesTheSamePromptsAlsoInSeveralThreadsAtOnce");
  }

  @Test
  void aProcessorThatTakesWhatIsNotItsOwnIsFound() {
    assertThat(broken(Unasked.class))
        .containsExactlyInAnyOrder(
            "itLeavesTagsOfOthers", "aRequestThatAsksForNothingOfItStaysAsItIs");
  }

  @Test
  void aPictureThatLosesItsPromptIsFound() {
    assertThat(broken(Shortening.class)).contains("eachPictureKeepsAPromptOfItsOwn");
  }

  @Test
  void aTagThatIsNotTakenIsFound() {
    assertThat(broken(Leaving.class)).containsExactly("itTakesItsTagsOutOfBothPrompts");
  }
}
