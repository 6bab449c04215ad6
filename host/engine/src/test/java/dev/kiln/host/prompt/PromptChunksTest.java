package dev.kiln.host.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptChunksTest {
  private static final int START = 857;
  private static final int END = 858;
  private static final int COMMA = 267;

  /** Tokens of "a" and "b" as words of their own. */
  private static final int A = 320;

  private static final int B = 321;

  @Test
  void emptyPromptIsOneChunk() {
    PromptChunk chunk = chunks("").get(0);
    assertThat(chunks("")).hasSize(1);
    assertThat(chunk.ids()).hasSize(77).startsWith(START, END).endsWith(END);
    assertThat(chunk.weights()).hasSize(77).containsOnly(1f);
  }

  @Test
  void wordsStandBetweenStartAndEndWithTheirWeights() {
    PromptChunk chunk = chunks("a (b:1.5)").get(0);
    assertThat(chunk.ids()).hasSize(77).startsWith(START, A, B, END, END);
    assertThat(chunk.weights()).hasSize(77).startsWith(1f, 1f, 1.5f, 1f);
  }

  @Test
  void seventyFiveTokensFillAChunk() {
    assertThat(chunks("a ".repeat(75))).hasSize(1);
    assertThat(chunks("a ".repeat(75)).get(0).ids()).startsWith(START, A).endsWith(A, END);
    assertThat(chunks("a ".repeat(76))).hasSize(2);
    assertThat(words(chunks("a ".repeat(76)).get(1))).isEqualTo(1);
  }

  @Test
  void clauseAfterANearCommaMovesToTheNextChunk() {
    List<PromptChunk> chunks = chunks("a ".repeat(55) + "," + "(b )".repeat(30));
    assertThat(words(chunks.get(0))).isEqualTo(56);
    assertThat(chunks.get(0).ids().get(56)).isEqualTo(COMMA);
    assertThat(words(chunks.get(1))).isEqualTo(30);
    assertThat(chunks.get(1).weights().subList(1, 31)).containsOnly(1.1f);
  }

  @Test
  void farCommaDoesNotMatter() {
    List<PromptChunk> chunks = chunks("a ".repeat(54) + "," + "b ".repeat(30));
    assertThat(words(chunks.get(0))).isEqualTo(75);
    assertThat(words(chunks.get(1))).isEqualTo(10);
  }

  @Test
  void commaThatDoesNotFitBeginsTheNextChunk() {
    List<PromptChunk> chunks = chunks("a, ".repeat(37) + "a," + "a ".repeat(75));
    assertThat(chunks.get(1).ids()).startsWith(START, COMMA, A);
    assertThat(words(chunks.get(1))).isEqualTo(75);
    assertThat(words(chunks.get(2))).isEqualTo(1);
  }

  @Test
  void breakEndsTheChunk() {
    List<PromptChunk> chunks = chunks("a BREAK b b");
    assertThat(chunks).extracting(PromptChunksTest::words).containsExactly(1, 2);
    assertThat(chunks("BREAK")).hasSize(1);
    assertThat(chunks("a BREAK")).hasSize(1);
    assertThat(chunks("BREAK a").stream().map(PromptChunksTest::words)).containsExactly(0, 1);
  }

  @Test
  void tooManyChunksAreRefused() {
    assertThat(chunks("a ".repeat(75 * 75))).hasSize(75);
    assertThatThrownBy(() -> chunks("a ".repeat(75 * 75 + 1)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the prompt takes more than 75 chunks of 75 tokens: make it shorter");
    assertThatThrownBy(() -> chunks("BREAK ".repeat(1000))).isInstanceOf(BadRequest.class);
  }

  @Test
  void endlessWeightIsRefused() {
    assertThatThrownBy(() -> chunks("(".repeat(5000) + "a"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "Emphasis in the prompt multiplies to a weight of Infinity:"
                + " use fewer brackets or a smaller number.");
  }

  /** Of three vectors. */
  private static final AddedWord WORD = word("Bad-Hands 5", 3, "x");

  private static AddedWord word(String text, int vectors, String fingerprint) {
    List<Integer> ids = IntStream.of(Tokenizers.DEFAULT.encode(text)).boxed().toList();
    return new AddedWord(ids, vectors, fingerprint);
  }

  private static List<PromptChunk> chunks(String prompt, AddedWord... words) {
    return PromptChunks.of(
        PromptWeights.of(prompt), Tokenizers.DEFAULT, new AddedWords(List.of(words)));
  }

  @Test
  void aWordTakesAsManyTokensAsItHasVectorsAndAllHaveItsWeight() {
    PromptChunk chunk = chunks("a (bad-hands 5:1.5) b", WORD).get(0);
    assertThat(chunk.ids()).startsWith(START, A, 0, 0, 0, B, END);
    assertThat(chunk.weights()).startsWith(1f, 1f, 1.5f, 1.5f, 1.5f, 1f);
    assertThat(chunk.words()).containsExactly(new PromptChunk.Placed(2, WORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bad-Hands 5", "BAD-HANDS 5", "bad - hands  5"})
  void caseAndSpacesOfAWordDoNotCount(String written) {
    assertThat(chunks(written, WORD).get(0).words()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-hands", "bad-hands 6", "(bad)-hands 5", "bad-hands BREAK 5"})
  void partsOfAWordAreNone(String written) {
    assertThat(chunks(written, WORD)).flatExtracting(PromptChunk::words).isEmpty();
  }

  @Test
  void theLongestWordCountsAndOfEqualOnesTheFirst() {
    AddedWord shorter = word("bad", 1, "shorter");
    AddedWord same = word("bad-hands 5", 2, "same");
    assertThat(chunks("bad-hands 5, bad", shorter, WORD, same).get(0).words())
        .extracting(PromptChunk.Placed::word)
        .containsExactly(WORD, shorter);
  }

  // webUI's tokenize_line: a chunk in which an embedding does not fit is ended before it.
  @Test
  void aWordThatDoesNotFitBeginsTheNextChunk() {
    assertThat(chunks("a ".repeat(72) + "bad-hands 5", WORD)).hasSize(1);
    List<PromptChunk> chunks = chunks("a ".repeat(73) + "bad-hands 5", WORD);
    assertThat(words(chunks.get(0))).isEqualTo(73);
    assertThat(chunks.get(1).ids()).startsWith(START, 0, 0, 0, END);
    assertThat(chunks.get(1).words()).containsExactly(new PromptChunk.Placed(1, WORD));
  }

  @Test
  void aWordOfAClauseMovesWithIt() {
    List<PromptChunk> chunks = chunks("a ".repeat(69) + ", a bad-hands 5 a b", WORD);
    assertThat(words(chunks.get(0))).isEqualTo(70);
    assertThat(chunks.get(0).words()).isEmpty();
    assertThat(chunks.get(1).ids()).startsWith(START, A, 0, 0, 0, A, B, END);
    assertThat(chunks.get(1).words()).containsExactly(new PromptChunk.Placed(2, WORD));
  }

  private static List<PromptChunk> chunks(String prompt) {
    return PromptChunks.of(PromptWeights.of(prompt), Tokenizers.DEFAULT, AddedWords.NONE);
  }

  private static int words(PromptChunk chunk) {
    return chunk.ids().indexOf(END) - 1;
  }
}
