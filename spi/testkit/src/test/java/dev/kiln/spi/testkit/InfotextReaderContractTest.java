package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The contract passes a reader that keeps it and fails those that break it, each in its test. */
class InfotextReaderContractTest {
  /** A plugin that writes its size. */
  abstract static class Case extends InfotextReaderContract {
    @Override
    protected Map<String, String> written() {
      return Map.of("Size of 0", "3");
    }

    @Override
    protected Map<String, Object> options() {
      return Map.of("size", 3);
    }
  }

  @Offers("Size of")
  static class Sizes implements InfotextReader {
    @Override
    public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
      String text = values.get("Size of 0");
      if (!text.matches("\\d{1,4}")) {
        throw new BadRequest("the size is \"" + text + "\"; it must be a number");
      }
      return Map.of("size", Integer.parseInt(text));
    }
  }

  static class Good extends Case {
    @Override
    protected InfotextReader reader() {
      return new Sizes();
    }
  }

  /** Reads a number as if nobody would write anything else. */
  @Offers("Size of")
  static class Trusting implements InfotextReader {
    @Override
    public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
      return Map.of("size", Integer.parseInt(values.get("Size of 0")));
    }
  }

  static class Hurt extends Case {
    @Override
    protected InfotextReader reader() {
      return new Trusting();
    }
  }

  @Offers("Another key")
  static class Elsewhere extends Sizes {
    @Override
    public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
      warn.accept("it warns of nothing");
      return super.options(values, warn);
    }
  }

  static class Undeclared extends Case {
    @Override
    protected InfotextReader reader() {
      return new Elsewhere();
    }
  }

  @Test
  void aGoodReaderPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void aReaderThatTrustsTheTextIsFound() {
    assertThat(ContractRun.broken(Hurt.class)).containsExactly("whatNobodyWouldWriteIsToldAtMost");
  }

  @Test
  void aReaderThatWarnsOfNothingOrDeclaresOtherKeysIsFound() {
    assertThat(ContractRun.broken(Undeclared.class))
        .containsExactlyInAnyOrder("itReadsWhatItsPluginWrote", "itDeclaresTheKeysThatItReads");
  }
}
