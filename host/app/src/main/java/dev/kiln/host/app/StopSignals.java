package dev.kiln.host.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles Ctrl-C, {@code kill} and the closing of the terminal before the JVM begins to shut down.
 * In a shutdown all hooks run at once, and that of ONNX Runtime frees its library while a run may
 * still use it. The first signal asks for the end; the second one ends the process at once, and
 * those that it started. A closing terminal may send two signals, its own and its shell's; they
 * count as one.
 */
final class StopSignals implements AutoCloseable {
  private static final String HANGUP = "HUP";

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Map<Object, Object> former = new HashMap<>();
  private final Runnable stop;

  /**
   * @param stop runs on a thread of its own
   */
  StopSignals(Runnable stop) {
    this.stop = stop;
    List.of("INT", "TERM", HANGUP).forEach(this::take);
  }

  /** What a signal of this name does. */
  void signalled(String name) {
    if (asked.getAndSet(true)) {
      if (name.equals(HANGUP)) {
        return;
      }
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(Failure.INTERRUPTED);
    }
    stop.run();
  }

  // By reflection: javac warns of every use of sun.misc.Signal, and Java has no other way.
  private void take(String name) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onSignal =
          (proxy, method, arguments) -> {
            signalled(name);
            return null;
          };
      Object handler =
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, onSignal);
      Object signal =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      former.put(signal, handle(signal, handler));
    } catch (ReflectiveOperationException unavailable) {
      // A JVM that keeps the signal for itself (-Xrs) ends without asking; Windows has no HUP.
      // Under nohup the JVM leaves HUP ignored, whatever is asked here.
      return;
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal, handler);
  }

  @Override
  public void close() {
    former.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
