package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietTimeTest {
  private static final Runnable NEVER_ENDED =
      () -> {
        throw new AssertionError("nobody should have ended the trial");
      };

  private final QuietTime quiet =
      new QuietTime(new MachineLock(Path.of("target", "quiet-time.lock")));
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  @Test
  void aTrialWaitsForARunningGeneration() throws Exception {
    Future<?> trial;
    try (QuietTime.Span generation = generating()) {
      trial =
          waiting(
              () -> {
                quiet.trying(NEVER_ENDED).close();
                told.add("trial");
              });
      told.add("picture");
    }
    trial.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly("picture", "trial");
  }

  @Test
  void aGenerationEndsTheTrialUnderWayAndWaitsUntilItHasLetGo() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Future<?> generation;
    try (QuietTime.Span trial = quiet.trying(ended::countDown)) {
      generation =
          waiting(
              () -> {
                generating().close();
                told.add("picture");
              });
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(quiet.hasGenerations()).isTrue();
      told.add("trial");
    }
    generation.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly("trial", "picture");
    assertThat(quiet.hasGenerations()).isFalse();
  }

  @Test
  void aGenerationThatIsCancelledWhileItWaitsForATrialEnds() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (QuietTime.Span stubborn = quiet.trying(() -> {})) {
      Future<?> generation = waiting(() -> quiet.generating(cancellation).close());
      cancellation.cancel();
      assertThatThrownBy(() -> generation.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CancellationException.class);
      assertThat(quiet.hasGenerations()).isFalse();
    }
    quiet.trying(NEVER_ENDED).close();
  }

  @Test
  void trialsAreMadeOneAfterTheOther() throws Exception {
    Future<?> second;
    try (QuietTime.Span first = quiet.trying(NEVER_ENDED)) {
      second =
          waiting(
              () -> {
                quiet.trying(NEVER_ENDED).close();
                told.add("second");
              });
      told.add("first");
    }
    second.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void generationsRunAtTheSameTime() throws Exception {
    try (QuietTime.Span first = generating()) {
      other.submit(() -> generating().close()).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aGenerationThatWouldMeasureIsToldSoInsteadOfWaitingForItself() {
    try (QuietTime.Span generation = generating()) {
      assertThatThrownBy(() -> quiet.trying(NEVER_ENDED))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a generation cannot measure: its own work would disturb it");
    }
    quiet.trying(NEVER_ENDED).close();
  }

  @Test
  void theEndEndsTheTrialUnderWayAndAllowsNoMore() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Future<?> end;
    try (QuietTime.Span trial = quiet.trying(ended::countDown)) {
      end = waiting(quiet::close);
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(end).isNotDone();
    }
    end.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> quiet.trying(NEVER_ENDED))
        .isInstanceOf(CancellationException.class)
        .hasMessage("the measurement was stopped");
    generating().close();
  }

  @Test
  void enginesOfOneProcessAreKeptApart(@TempDir Path temp) throws Exception {
    QuietTime one = QuietTime.ofProcess(temp.resolve("one.lock"));
    QuietTime two = QuietTime.ofProcess(temp.resolve("two.lock"));
    assertThat(QuietTime.ofProcess(temp.resolve("one.lock")).machine()).isSameAs(one.machine());
    CountDownLatch ended = new CountDownLatch(1);
    Future<?> generation;
    try (QuietTime.Span trial = one.trying(ended::countDown)) {
      two.close();
      assertThat(ended.getCount()).as("whose engine is closed").isOne();
      generation = waiting(() -> two.generating(new Cancellation()).close());
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
    generation.get(30, TimeUnit.SECONDS);
  }

  private QuietTime.Span generating() {
    return quiet.generating(new Cancellation());
  }

  /** Run something on another thread, which by now waits. */
  private Future<?> waiting(Runnable work) {
    Thread[] thread = new Thread[1];
    CountDownLatch begun = new CountDownLatch(1);
    Future<?> future =
        other.submit(
            () -> {
              thread[0] = Thread.currentThread();
              begun.countDown();
              work.run();
            });
    while (begun.getCount() > 0 || thread[0].getState() != Thread.State.WAITING) {
      assertThat(future).isNotDone();
      Thread.onSpinWait();
    }
    return future;
  }
}
