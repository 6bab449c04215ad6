package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopSignalsTest {
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no HUP")
  void aSignalAsksForTheEndInsteadOfEndingTheProcess(String name) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (StopSignals signals = new StopSignals(asked::countDown)) {
      raise(name);

      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** A second INT would end the process, and with it this test. */
  @Test
  void aTerminalThatClosesMaySaySoTwice() {
    AtomicInteger asked = new AtomicInteger();
    try (StopSignals signals = new StopSignals(asked::incrementAndGet)) {
      signals.signalled("HUP");
      signals.signalled("HUP");
    }

    assertThat(asked).hasValue(1);
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    type.getMethod("raise", type).invoke(null, type.getConstructor(String.class).newInstance(name));
  }
}
