package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Conditions.Entry;
import dev.kiln.spi.generate.Conditions.Part;
import dev.kiln.spi.generate.Conditions.Timeline;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.ConditionProcessor;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@code ConditionProcessor} promises. Extend it, say which processor, and give it a
 * request in which it does its work.
 */
public abstract class ConditionProcessorContract {
  private static final int WIDTH = 8;
  private static final int EVALUATIONS = 20;

  /** The processor, as its container keeps it: one for all requests. */
  protected abstract ConditionProcessor processor();

  /**
   * A new request in which it does its work, such as {@code FakePass.with(options)}, after the
   * hooks of this plugin that come before it.
   */
  protected abstract RequestContext request();

  /**
   * The conditions of a request: three parts and a negative prompt of random numbers. The second
   * part is of two chunks and changes after the fourth evaluation.
   */
  protected Conditions conditions() {
    SplittableRandom random = new SplittableRandom(7);
    return new Conditions(
        List.of(
            new Part(1, timeline(random, 77, EVALUATIONS)),
            new Part(1.2, timeline(random, 154, 4, EVALUATIONS)),
            new Part(0.5, timeline(random, 77, EVALUATIONS))),
        timeline(random, 77, EVALUATIONS));
  }

  private static Timeline timeline(SplittableRandom random, int tokens, int... ends) {
    return new Timeline(
        IntStream.of(ends).mapToObj(end -> new Entry(end, embedding(random, tokens))).toList());
  }

  private static Tensor embedding(SplittableRandom random, int tokens) {
    Tensor embedding = Tensor.zeros(tokens, WIDTH);
    for (int i = 0; i < embedding.size(); i++) {
      embedding.data()[i] = (float) random.nextDouble(-1, 1);
    }
    return embedding;
  }

  private static Stream<Timeline> timelines(Conditions conditions) {
    return Stream.concat(
        conditions.parts().stream().map(Part::timeline), Stream.of(conditions.negative()));
  }

  private static Stream<Tensor> embeddings(Conditions conditions) {
    return timelines(conditions).flatMap(line -> line.entries().stream()).map(Entry::embedding);
  }

  private static List<List<Float>> numbers(Conditions conditions) {
    return embeddings(conditions)
        .map(it -> IntStream.range(0, it.size()).mapToObj(i -> it.data()[i]).toList())
        .toList();
  }

  private Conditions processed() {
    return processor().process(conditions(), request());
  }

  @Test
  void itLeavesTheTensorsThatItWasGiven() {
    Conditions given = conditions();
    processor().process(given, request());
    assertThat(numbers(given)).isEqualTo(numbers(conditions()));
  }

  @Test
  void aPartIsLeft() {
    assertThat(processed().parts()).isNotEmpty();
  }

  @Test
  void weightsAndNumbersAreFiniteAndWidthsStay() {
    Conditions processed = processed();
    assertThat(processed.parts()).allSatisfy(part -> assertThat(part.weight()).isFinite());
    assertThat(embeddings(processed))
        .allSatisfy(it -> assertThat(it.shape()).hasSize(2).endsWith(WIDTH));
    assertThat(numbers(processed))
        .allSatisfy(values -> assertThat(values).allSatisfy(it -> assertThat(it).isFinite()));
  }

  @Test
  void entriesOfATimelineAreOfOneShapeAndInOrder() {
    assertThat(timelines(processed()))
        .allSatisfy(
            line -> {
              assertThat(line.entries())
                  .extracting(Entry::endAt)
                  .isSorted()
                  .doesNotHaveDuplicates();
              assertThat(line.entries())
                  .allSatisfy(
                      it ->
                          assertThat(it.embedding().shape())
                              .isEqualTo(line.entries().get(0).embedding().shape()));
            });
  }

  @Test
  void itMakesTheSameOfTheSameAlsoInSeveralThreadsAtOnce() {
    List<List<Float>> alone = numbers(processed());
    List<List<List<Float>>> together =
        IntStream.range(0, 4).parallel().mapToObj(any -> numbers(processed())).toList();
    assertThat(together).allSatisfy(it -> assertThat(it).isEqualTo(alone));
  }

  @Test
  void aRequestMayHaveSeveralPrompts() {
    RequestContext request = request();
    List<List<Float>> first = numbers(processor().process(conditions(), request));
    assertThat(numbers(processor().process(conditions(), request))).isEqualTo(first);
  }

  @Test
  void aRequestThatAsksForNothingOfItStaysAsItIs() {
    Conditions given = conditions();
    assertThat(processor().process(given, FakePass.with())).isEqualTo(given);
  }
}
