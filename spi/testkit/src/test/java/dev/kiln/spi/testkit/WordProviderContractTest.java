package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract passes a provider that keeps it and fails those that break it. */
class WordProviderContractTest {
  private static String[] broken(Class<? extends WordProviderContract> contract) {
    return ContractRun.broken(contract, 6);
  }

  /** Two words of the width 3, of one and of two vectors. */
  abstract static class Case extends WordProviderContract implements WordProvider {
    @Override
    protected WordProvider provider() {
      return this;
    }

    @Override
    protected int width() {
      return 3;
    }

    @Override
    public List<Word> words(int width, RequestContext request) {
      return width == 3 ? List.of(new Word("a", 1, "x"), new Word("b", 2, "y")) : List.of();
    }

    @Override
    public Tensor vectors(Word word, RequestContext request) {
      return Tensor.zeros(word.vectors(), 3);
    }
  }

  static class Zeros extends Case {}

  static class Wordless extends Case {
    @Override
    public List<Word> words(int width, RequestContext request) {
      return List.of();
    }
  }

  static class OfEveryWidth extends Case {
    @Override
    public List<Word> words(int width, RequestContext request) {
      return super.words(3, request);
    }
  }

  static class Endless extends Case {
    @Override
    public Tensor vectors(Word word, RequestContext request) {
      Tensor vectors = super.vectors(word, request);
      vectors.data()[1] = Float.NaN;
      return vectors;
    }
  }

  static class OfOneHash extends Case {
    @Override
    public List<Word> words(int width, RequestContext request) {
      return super.words(width, request).stream()
          .map(word -> new Word(word.text(), word.vectors(), "same"))
          .toList();
    }
  }

  static class Shared extends Case {
    private static final Tensor ONE = Tensor.zeros(1, 3);
    private static final Tensor TWO = Tensor.zeros(2, 3);

    @Override
    public Tensor vectors(Word word, RequestContext request) {
      return word.vectors() == 1 ? ONE : TWO;
    }
  }

  @Test
  void aGoodProviderPasses() {
    assertThat(broken(Zeros.class)).isEmpty();
  }

  @Test
  void oneWithoutWordsIsFound() {
    assertThat(broken(Wordless.class)).containsExactly("itHasWords");
  }

  @Test
  void vectorsOfAnotherWidthAreFound() {
    assertThat(broken(OfEveryWidth.class)).containsExactly("vectorsAreAsManyAndAsWideAsWasSaid");
  }

  @Test
  void whatIsNoNumberIsFound() {
    assertThat(broken(Endless.class)).containsExactly("vectorsAreFinite");
  }

  @Test
  void oneHashOfSeveralVectorsIsFound() {
    assertThat(broken(OfOneHash.class)).containsExactly("aHashIsThatOfItsVectorsAlone");
  }

  @Test
  void vectorsThatAreSharedAreFound() {
    assertThat(broken(Shared.class)).contains("whoChangesVectorsChangesNoLaterRequest");
  }
}
