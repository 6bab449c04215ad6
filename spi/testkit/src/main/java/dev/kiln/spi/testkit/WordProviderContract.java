package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@code WordProvider} promises. Extend it, say which provider, and give it a width and
 * a request for which it has words.
 */
public abstract class WordProviderContract {
  /** The provider, as its container keeps it: one for all requests. */
  protected abstract WordProvider provider();

  /** How many numbers the vectors have of which it has some. */
  protected abstract int width();

  /** A new request, after the hooks of this plugin that come before it. */
  protected RequestContext request() {
    return FakePass.with();
  }

  private List<Word> words(int width, RequestContext request) {
    return provider().words(width, request);
  }

  private Map<Word, List<Float>> all(int width) {
    RequestContext request = request();
    Map<Word, List<Float>> all = new HashMap<>();
    words(width, request)
        .forEach(word -> all.put(word, numbers(provider().vectors(word, request))));
    return all;
  }

  private static List<Float> numbers(Tensor tensor) {
    return IntStream.range(0, tensor.size()).mapToObj(i -> tensor.data()[i]).toList();
  }

  @Test
  void itHasWords() {
    assertThat(words(width(), request())).isNotEmpty();
  }

  @Test
  void vectorsAreAsManyAndAsWideAsWasSaid() {
    for (int width : new int[] {width(), width() + 1}) {
      RequestContext request = request();
      for (Word word : words(width, request)) {
        assertThat(provider().vectors(word, request).shape())
            .as("%s for a width of %d", word, width)
            .containsExactly(word.vectors(), width);
      }
    }
  }

  @Test
  void vectorsAreFinite() {
    assertThat(all(width()).values())
        .allSatisfy(values -> assertThat(values).allSatisfy(it -> assertThat(it).isFinite()));
  }

  @Test
  void aHashIsThatOfItsVectorsAlone() {
    Map<String, List<Float>> byHash = new HashMap<>();
    all(width())
        .forEach(
            (word, values) ->
                assertThat(byHash.computeIfAbsent(word.hash(), any -> values))
                    .as("what is kept for the hash of %s", word)
                    .isEqualTo(values));
  }

  @Test
  void whoChangesVectorsChangesNoLaterRequest() {
    Map<Word, List<Float>> before = all(width());
    RequestContext request = request();
    for (Word word : words(width(), request)) {
      Arrays.fill(provider().vectors(word, request).data(), 7);
    }
    assertThat(all(width())).isEqualTo(before);
  }

  @Test
  void itGivesTheSameAlsoInSeveralThreadsAtOnce() {
    Map<Word, List<Float>> alone = all(width());
    List<Map<Word, List<Float>>> together =
        IntStream.range(0, 4).parallel().mapToObj(any -> all(width())).toList();
    assertThat(together).allSatisfy(it -> assertThat(it).isEqualTo(alone));
  }
}
