package dev.kiln.host.tuning;

import dev.kiln.host.request.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trials and generations apart: either would slow the other and spoil its numbers. A
 * generation goes first: it ends the trial under way. Safe from any thread.
 */
public final class QuietTime implements AutoCloseable {
  private final List<Thread> generations = new ArrayList<>();
  private @Nullable Runnable endTrial;
  private boolean closed;

  /** The time in which something runs. */
  public interface Span extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A generation; several may run at once. Ends the trial under way and waits until it has let go
   * of its memory.
   *
   * @throws CancellationException when the generation is cancelled before it begins
   */
  public Span generating(Cancellation cancellation) {
    Thread thread = Thread.currentThread();
    cancellation.onCancel(this::lookAgain);
    synchronized (this) {
      generations.add(thread);
      try {
        awaitEndOfTrial(cancellation);
      } catch (CancellationException e) {
        ended(thread);
        throw e;
      }
    }
    return () -> ended(thread);
  }

  /** Whether a generation runs or waits for the end of a trial. */
  public synchronized boolean hasGenerations() {
    return !generations.isEmpty();
  }

  /**
   * A trial. Waits until nothing else runs.
   *
   * @param end is called once or more when the trial has to end, by another thread and quickly
   * @throws CancellationException when there will be no trials any more
   * @throws IllegalStateException within a generation, which it would wait for without end
   */
  synchronized Span trying(Runnable end) {
    if (generations.contains(Thread.currentThread())) {
      throw new IllegalStateException("a generation cannot measure: its own work would disturb it");
    }
    while (!closed && (endTrial != null || !generations.isEmpty())) {
      await();
    }
    demandOpen();
    endTrial = end;
    return this::trialEnded;
  }

  /**
   * @throws CancellationException when there will be no trials any more
   */
  synchronized void demandOpen() {
    if (closed) {
      throw new CancellationException("the measurement was stopped");
    }
  }

  /** End the trial under way, wait until it has ended, and allow no more. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    awaitEndOfTrial(new Cancellation());
  }

  private synchronized void awaitEndOfTrial(Cancellation cancellation) {
    if (endTrial != null) {
      endTrial.run();
    }
    while (endTrial != null) {
      cancellation.throwIfCancelled();
      await();
    }
  }

  private synchronized void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private synchronized void trialEnded() {
    endTrial = null;
    notifyAll();
  }

  private synchronized void ended(Thread generation) {
    generations.remove(generation);
    notifyAll();
  }

  private synchronized void lookAgain() {
    notifyAll();
  }
}
