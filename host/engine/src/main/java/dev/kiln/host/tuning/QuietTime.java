package dev.kiln.host.tuning;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.request.Cancellation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trials and generations apart: either would slow the other and spoil its numbers. A
 * generation goes first: it ends the trial under way. A measurement of another process goes before
 * both. The engines of a process share processors and runtime, so what one runs counts for all.
 * Safe from any thread.
 */
public final class QuietTime implements AutoCloseable {
  private static final long LOOK_MILLIS = 1000;
  private static final Here PROCESS = new Here();

  private final MachineLock machine;
  private final Here here;
  // Guarded by here, as all that is in there.
  private boolean closed;

  /** What runs in a process, whichever engine it is of; its monitor tells each change. */
  private static final class Here {
    private final Map<Path, MachineLock> machines = new HashMap<>();
    private final List<Thread> generations = new ArrayList<>();
    private @Nullable Runnable endTrial;
    private @Nullable QuietTime trialOf;

    /** The system knows one lock of a file in a process. */
    private synchronized MachineLock machine(Path file) {
      return machines.computeIfAbsent(file.toAbsolutePath().normalize(), MachineLock::new);
    }
  }

  private QuietTime(MachineLock machine, Here here) {
    this.machine = machine;
    this.here = here;
  }

  /** One that nobody shares. */
  public QuietTime(MachineLock machine) {
    this(machine, new Here());
  }

  /**
   * An engine's, beside which those of all other engines of this process are kept apart.
   *
   * @param file that the processes of a home lock
   */
  public static QuietTime ofProcess(Path file) {
    return new QuietTime(PROCESS.machine(file), PROCESS);
  }

  /** What keeps other processes away. */
  public MachineLock machine() {
    return machine;
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
    synchronized (here) {
      here.generations.add(thread);
      try {
        while (here.endTrial != null) {
          here.endTrial.run();
          cancellation.throwIfCancelled();
          await(0);
        }
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
  public boolean generatesHere() {
    synchronized (here) {
      return here.generations.contains(Thread.currentThread());
    }
  }

  /** Whether a generation runs or waits for the end of a trial. */
  public boolean hasGenerations() {
    synchronized (here) {
      return !here.generations.isEmpty();
    }
  }

  /**
   * A trial. Waits until nothing else runs.
   *
   * @param end is called once or more when the trial has to end, by another thread and quickly
   * @throws CancellationException when there will be no trials any more
   * @throws IllegalStateException within a generation, which it would wait for without end
   */
  Span trying(Runnable end) {
    synchronized (here) {
      if (generatesHere()) {
        throw new IllegalStateException(
            "a generation cannot measure: its own work would disturb it");
      }
      Optional<MachineLock.Share> share = Optional.empty();
      while (!closed && share.isEmpty()) {
        boolean quiet = here.endTrial == null && here.generations.isEmpty();
        share = quiet ? shared() : Optional.empty();
        if (share.isEmpty()) {
          // Another process does not tell when it is finished.
          await(quiet ? LOOK_MILLIS : 0);
        }
      }
      MachineLock.Share machineShare = share.orElseThrow(QuietTime::stopped);
      here.endTrial = end;
      here.trialOf = this;
      return () -> trialEnded(machineShare);
    }
  }

  /**
   * @throws CancellationException when there will be no trials any more
   */
  void demandOpen() {
    synchronized (here) {
      if (closed) {
        throw stopped();
      }
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

  /** End this one's trial under way, wait until it has ended, and allow no more. */
  @Override
  public void close() {
    synchronized (here) {
      closed = true;
      here.notifyAll();
      while (here.trialOf == this && here.endTrial != null) {
        here.endTrial.run();
        await(0);
      }
    }
  }

  /**
   * @param millis at most; 0 for no end
   */
  private void await(long millis) {
    try {
      here.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private void trialEnded(MachineLock.Share share) {
    synchronized (here) {
      share.close();
      here.endTrial = null;
      here.trialOf = null;
      here.notifyAll();
    }
  }

  private void ended(Thread generation) {
    synchronized (here) {
      here.generations.remove(generation);
      here.notifyAll();
    }
  }

  private void lookAgain() {
    synchronized (here) {
      here.notifyAll();
    }
  }
}
