package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuietTimeTest {
  private final QuietTime quiet = new QuietTime();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  @Test
  void aMeasurementWaitsForARunningGeneration() throws Exception {
    oneAfterTheOther(quiet::generating, quiet::measuring);
  }

  @Test
  void aGenerationWaitsForARunningMeasurement() throws Exception {
    oneAfterTheOther(quiet::measuring, quiet::generating);
  }

  @Test
  void generationsRunAtTheSameTime() throws Exception {
    try (QuietTime.Span first = quiet.generating()) {
      other.submit(() -> quiet.generating().close()).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aGenerationThatWouldMeasureIsToldSoInsteadOfWaitingForItself() {
    try (QuietTime.Span generation = quiet.generating()) {
      assertThatThrownBy(quiet::measuring)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a generation cannot measure: its own work would disturb it");
    }
    quiet.measuring().close();
  }

  private void oneAfterTheOther(Supplier<QuietTime.Span> first, Supplier<QuietTime.Span> second)
      throws Exception {
    Future<?> later;
    try (QuietTime.Span running = first.get()) {
      Thread[] waiting = new Thread[1];
      later =
          other.submit(
              () -> {
                waiting[0] = Thread.currentThread();
                told.add("begun");
                try (QuietTime.Span span = second.get()) {
                  told.add("second");
                }
              });
      while (told.isEmpty() || waiting[0].getState() != Thread.State.WAITING) {
        assertThat(later).isNotDone();
        Thread.onSpinWait();
      }
      told.add("first");
    }
    later.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly("begun", "first", "second");
  }
}
