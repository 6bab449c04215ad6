package dev.kiln.host.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The wish that one generation ends. Never withdrawn. Safe from any thread. */
public final class Cancellation {
  private final List<Runnable> hooks = new ArrayList<>();
  private volatile boolean cancelled;

  /** Ask the generation to end; what {@link #onCancel} was given runs on this thread, once. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      cancelled = true;
      due = List.copyOf(hooks);
      hooks.clear();
    }
    due.forEach(Runnable::run);
  }

  public boolean cancelled() {
    return cancelled;
  }

  /**
   * @throws CancellationException when the generation was asked to end
   */
  public void throwIfCancelled() {
    if (cancelled) {
      throw new CancellationException("the generation was stopped");
    }
  }

  /** Run something when the generation is asked to end; at once when it already was. */
  public void onCancel(Runnable hook) {
    synchronized (this) {
      if (!cancelled) {
        hooks.add(hook);
        return;
      }
    }
    hook.run();
  }
}
