package dev.kiln.host.onnx;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's telemetry, which is on unless a variable of the environment says otherwise while
 * the library is loaded. It writes files into the user's cache and sends them.
 */
final class Telemetry {
  static final String OFF = "ORT_DISABLE_TELEMETRY";

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final AtomicBoolean SWITCHED = new AtomicBoolean();

  private Telemetry() {}

  /** Switch it off in this process; to be called before the library is loaded. */
  static void switchOff() {
    if (SWITCHED.compareAndSet(false, true)) {
      switchOff(System.getenv(), NativeEnvironment::set);
    }
  }

  /**
   * @param environment as this process began
   * @param setter sets a variable that native libraries see
   */
  static void switchOff(Map<String, String> environment, BiConsumer<String, String> setter) {
    // The launcher and the build have set it: no other library is needed to.
    if ("1".equals(environment.get(OFF))) {
      return;
    }
    try {
      setter.accept(OFF, "1");
    } catch (RuntimeException | LinkageError e) {
      LOG.warn(
          "ONNX Runtime's telemetry cannot be switched off in this process ({}); start it with the"
              + " environment variable {}=1",
          e.toString(),
          OFF);
    }
  }
}
