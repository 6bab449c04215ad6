package dev.kiln.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.concurrent.CancellationException;

/**
 * Stops runs from another thread: a running one ends within about ten milliseconds, later ones at
 * once. One for each generation.
 */
public final class RunControl implements AutoCloseable {
  private final RunOptions options;
  private boolean closed;
  private volatile boolean terminated;

  public RunControl(OrtRuntime runtime) {
    try {
      runtime.handle();
      options = new RunOptions();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime gave no run options: " + e.getMessage(), e);
    }
  }

  /** End the current run. Safe from any thread, at any time. */
  public synchronized void terminate() {
    if (closed) {
      return;
    }
    terminated = true;
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("a run could not be stopped: " + e.getMessage(), e);
    }
  }

  /**
   * Between the parts of a work of which only some are runs.
   *
   * @throws CancellationException when it was terminated
   */
  public void throwIfTerminated() {
    if (terminated) {
      throw new CancellationException("stopped");
    }
  }

  RunOptions options() {
    return options;
  }

  @Override
  public synchronized void close() {
    closed = true;
    options.close();
  }
}
