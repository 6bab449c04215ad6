package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopSignalsTest {
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalAsksForTheEndInsteadOfEndingTheProcess(String name) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (StopSignals signals = new StopSignals(asked::countDown)) {
      raise(name);

      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    type.getMethod("raise", type).invoke(null, type.getConstructor(String.class).newInstance(name));
  }
}
