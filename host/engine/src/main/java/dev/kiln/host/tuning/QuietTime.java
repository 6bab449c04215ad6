package dev.kiln.host.tuning;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.request.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trials and generations apart: either would slow the other and spoil its numbers. A
 * generation goes first: it ends the trial under way. A measurement of another process goes before
 * both. Safe from any thread.
 */
public final class QuietTime implements AutoCloseable {
  private static final long LOOK_MILLIS = 1000;

  private final MachineLock machine;
  private final List<Thread> generations = new ArrayList<>();
  private @Nullable Runnable endTrial;
  private boolean closed;

  public QuietTime(MachineLock machine) {
    this.machine = machine;
  }

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
   * @throws dev.kiln.host.OutOfResources when another process measures
   */
  public Span generating(Cancellation cancellation) {
    Thread thread = Thread.currentThread();
    MachineLock.Share share = machine.share();
    cancellation.onCancel(this::lookAgain);
    synchronized (this) {
      generations.add(thread);
      try {
        awaitEndOfTrial(cancellation);
      } catch (CancellationException e) {
        ended(thread);
        share.close();
        throw e;
      }
    }
    return () -> {
      ended(thread);
      share.close();
    };
  }

  /** Whether the calling thread is a generation's. */
  public synchronized boolean generatesHere() {
    return generations.contains(Thread.currentThread());
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
    if (generatesHere()) {
      throw new IllegalStateException("a generation cannot measure: its own work would disturb it");
    }
    Optional<MachineLock.Share> share = Optional.empty();
    while (!closed && share.isEmpty()) {
      boolean quiet = endTrial == null && generations.isEmpty();
      share = quiet ? shared() : Optional.empty();
      if (share.isEmpty()) {
        // Another process does not tell when it is finished.
        await(quiet ? LOOK_MILLIS : 0);
      }
    }
    MachineLock.Share machineShare = share.orElseThrow(QuietTime::stopped);
    endTrial = end;
    return () -> trialEnded(machineShare);
  }

  /**
   * @throws CancellationException when there will be no trials any more
   */
  synchronized void demandOpen() {
    if (closed) {
      throw stopped();
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("the measurement was stopped");
  }

  private Optional<MachineLock.Share> shared() {
    try {
      return Optional.of(machine.share());
    } catch (OutOfResources measuredElsewhere) {
      return Optional.empty();
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
      await(0);
    }
  }

  /**
   * @param millis at most; 0 for no end
   */
  private synchronized void await(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private synchronized void trialEnded(MachineLock.Share share) {
    share.close();
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
