package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hooks that open something for a pass promise alike. */
abstract class PassHookContract<H extends HookPoint> {
  /** The plugin id of hooks that the tests themselves bring. */
  static final String PROBE = "probe";

  /** A prompt of several parts: an image has three rows. */
  static final String PARTS = "a girl AND a meadow:0.5";

  private final Class<? extends HookPoint> type;

  /**
   * @param type the hook whose calls count
   */
  PassHookContract(Class<? extends HookPoint> type) {
    this.type = type;
  }

  /** The hook: a new object, made as its container would make it. */
  protected abstract H hook();

  /** Options under which it does its work. */
  protected abstract Record options();

  /**
   * A generation in which a hook takes part. A plugin whose hooks need each other, or a prompt of
   * their own, says so here.
   */
  protected TestingGeneration generation(H hook) {
    return TestingGeneration.standard()
        .prompt(PARTS)
        .request(request -> request.steps(12))
        .plugin("under-test", hook, options());
  }

  /**
   * How many calls of a generation may allocate: one that keeps what a network gives out can lay
   * out memory for it only once it has run.
   */
  protected int allocatingCalls() {
    return 0;
  }

  /** What was called of what the hook opened. */
  List<HookCall> calls(Outcome outcome) {
    return outcome.calls().stream()
        .filter(call -> call.hook() == type && !call.plugin().equals(PROBE))
        .toList();
  }

  float[] latents(TestingGeneration generation) {
    return generation.run().latents().data();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler a", "Heun", "DPM++ 2M", "DPM++ SDE", "DDIM", "DDIM CFG++"})
  void givesFiniteLatentsWithSamplersOfEveryKind(String sampler) {
    Outcome outcome = generation(hook()).request(request -> request.sampler(sampler)).run();
    assertThat(calls(outcome)).as("calls with %s", options()).isNotEmpty();
    for (float value : outcome.latents().data()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void keepsNothingFromOneGenerationToTheNext() {
    H hook = hook();
    float[] first = latents(generation(hook));
    generation(hook).request(request -> request.seed(2).sampler("Heun")).run();
    assertThat(latents(generation(hook))).containsExactly(first);
  }

  @Test
  void twoGenerationsAtOnceDoNotShareState() throws Exception {
    H hook = hook();
    float[] first = latents(generation(hook));
    float[] second = latents(generation(hook).request(request -> request.seed(2)));
    CyclicBarrier step = new CyclicBarrier(2);
    TestingGeneration together = generation(hook).afterEachStep(() -> await(step));
    Callable<Outcome> one = together::run;
    Callable<Outcome> other = together.request(request -> request.seed(2))::run;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Outcome>> outcomes = threads.invokeAll(List.of(one, other));
      assertThat(outcomes.get(0).get().latents().data()).containsExactly(first);
      assertThat(outcomes.get(1).get().latents().data()).containsExactly(second);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("the other generation ended early", e);
    }
  }

  @Test
  void aStepAllocatesNothing() {
    // The JVM itself allocates for the first dozens of calls, for a record's equals() for instance,
    // and wherever the compiler replaces running code. A hook that allocates does so each time.
    generation(hook()).request(request -> request.steps(60)).run();
    List<HookCall> least = calls(generation(hook()).run());
    assertThat(least).isNotEmpty();
    for (int again = 0; again < 4; again++) {
      least = lesser(least, calls(generation(hook()).run()));
    }
    assertThat(least)
        .filteredOn(call -> call.bytes() > 0)
        .hasSizeLessThanOrEqualTo(allocatingCalls());
  }

  /** Of each call the run in which it allocated less. */
  private static List<HookCall> lesser(List<HookCall> one, List<HookCall> other) {
    assertThat(other).hasSameSizeAs(one);
    return IntStream.range(0, one.size())
        .mapToObj(i -> one.get(i).bytes() <= other.get(i).bytes() ? one.get(i) : other.get(i))
        .toList();
  }

  @Test
  void rowsMayComeAndGo() {
    rowsComeAndGo(generation(hook()));
  }

  final void rowsComeAndGo(TestingGeneration generation) {
    RowHook everyOther = pass -> Optional.of(dropsUncondEveryOther());
    Outcome outcome =
        generation.outermost(PROBE, everyOther).request(request -> request.batch(2, 1)).run();
    assertThat(calls(outcome).stream().map(HookCall::rows).distinct()).hasSizeGreaterThan(1);
    for (float value : outcome.latents().data()) {
      assertThat(value).isFinite();
    }
  }

  private static RowFilter dropsUncondEveryOther() {
    return plan -> {
      for (int i = 0; i < plan.size(); i++) {
        if (plan.step().evaluation() % 2 == 1 && plan.row(i).role() == Row.Role.UNCOND) {
          plan.drop(i);
        }
      }
    };
  }

  @Test
  void takesPartAndIsClosed() {
    Outcome outcome = generation(hook()).run();
    assertThat(calls(outcome)).as("calls with %s", options()).isNotEmpty();
    assertThat(outcome).returns(outcome.opened(), Outcome::closed);
  }

  @Test
  void aPassThatEndsBeforeItsFirstStepIsClosed() {
    RowHook broken = pass -> Optional.of(PassHookContract::fail);
    TestingGeneration.Failed failed = generation(hook()).outermost(PROBE, broken).fail();
    assertThat(failed).returns(failed.opened(), TestingGeneration.Failed::closed);
  }

  private static void fail(RowPlan plan) {
    throw new IllegalArgumentException("broken on purpose");
  }
}
