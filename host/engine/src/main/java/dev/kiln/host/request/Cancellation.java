package dev.kiln.host.request;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * A request that one generation ends, at once or with the picture that it has so far, which cannot
 * be withdrawn; or that one of its batches does. Safe from any thread.
 */
public final class Cancellation {
  private final List<Runnable> hooks = new ArrayList<>();
  private volatile boolean cancelled;
  private volatile boolean interrupted;
  private volatile boolean skipped;

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

  /**
   * Ask the loop to end with the step that it is in. What the network predicted in it is decoded,
   * as webUI does.
   */
  public void interrupt() {
    interrupted = true;
  }

  public boolean interrupted() {
    return interrupted;
  }

  /** Ask the batch under way to end as by an interrupt; the generation goes on with the next. */
  public void skip() {
    skipped = true;
  }

  /** Whether the batch under way was asked to end. */
  public boolean skipped() {
    return skipped;
  }

  /** Whether the loop is to end with the step that it is in. */
  public boolean endsLoop() {
    return interrupted || skipped;
  }

  /** Another batch begins, which nobody has asked to skip. */
  public void batchBegins() {
    skipped = false;
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
