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
import org.junit.jupiter.api.Test;

/** The contract passes a processor that keeps it and fails those that break it. */
class ConditionProcessorContractTest {
  private static String[] broken(Class<? extends ConditionProcessorContract> contract) {
    return ContractRun.broken(contract, 7);
  }

  abstract static class Case extends ConditionProcessorContract {
    record Wanted() {}

    abstract Conditions changed(Conditions conditions);

    @Override
    protected ConditionProcessor processor() {
      return (conditions, request) ->
          request.options(Wanted.class).isEmpty() ? conditions : changed(conditions);
    }

    @Override
    protected RequestContext request() {
      return FakePass.with(new Wanted());
    }
  }

  static class First extends Case {
    @Override
    Conditions changed(Conditions conditions) {
      return new Conditions(conditions.parts().subList(0, 1), conditions.negative());
    }
  }

  static class Doubling extends Case {
    @Override
    Conditions changed(Conditions conditions) {
      conditions.negative().at(0).data()[0] *= 2;
      return conditions;
    }
  }

  static class Emptying extends Case {
    @Override
    Conditions changed(Conditions conditions) {
      return new Conditions(List.of(), conditions.negative());
    }
  }

  static class Uneven extends Case {
    @Override
    Conditions changed(Conditions conditions) {
      Timeline uneven =
          new Timeline(
              List.of(new Entry(9, Tensor.zeros(77, 8)), new Entry(20, Tensor.zeros(154, 8))));
      return new Conditions(List.of(new Part(1, uneven)), conditions.negative());
    }
  }

  static class Endless extends Case {
    @Override
    Conditions changed(Conditions conditions) {
      Timeline first = conditions.parts().get(0).timeline();
      return new Conditions(
          List.of(new Part(Double.POSITIVE_INFINITY, first)), conditions.negative());
    }
  }

  @Test
  void aGoodProcessorPasses() {
    assertThat(broken(First.class)).isEmpty();
  }

  @Test
  void aTensorThatIsWrittenToIsFound() {
    assertThat(broken(Doubling.class)).containsExactly("itLeavesTheTensorsThatItWasGiven");
  }

  @Test
  void conditionsWithoutPartsAreFound() {
    assertThat(broken(Emptying.class)).containsExactly("aPartIsLeft");
  }

  @Test
  void entriesOfSeveralShapesAreFound() {
    assertThat(broken(Uneven.class)).containsExactly("entriesOfATimelineAreOfOneShapeAndInOrder");
  }

  @Test
  void anEndlessWeightIsFound() {
    assertThat(broken(Endless.class)).containsExactly("weightsAndNumbersAreFiniteAndWidthsStay");
  }
}
