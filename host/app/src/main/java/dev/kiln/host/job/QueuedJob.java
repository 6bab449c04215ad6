package dev.kiln.host.job;

import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.tensor.Picture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A job of a {@link JobQueue}. Its monitor guards the progress, and is notified of each change.
 * What a thread tells that was left behind changes nothing.
 */
final class QueuedJob implements Job, Progress {
  /** The stages of a generation that have steps. */
  private static final Set<String> SAMPLING = Set.of("denoise", "redraw");

  private final String id;
  private final GenerationRequest request;
  private final long requestBytes;
  private volatile Progress watcher;
  private final JobQueue queue;
  private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
  private final Cancellation cancellation = new Cancellation();
  private volatile @Nullable Outcome outcome;
  private State state = State.QUEUED;
  private String stage = "";
  private int step;
  private int steps;
  private int batch;
  private int batches;
  private long began;
  private long ended;
  private long version;

  QueuedJob(String id, GenerationRequest request, Progress watcher, JobQueue queue) {
    this.id = id;
    this.request = request;
    this.requestBytes = request.bytes();
    this.watcher = watcher;
    this.queue = queue;
    this.steps = request.steps();
    this.batches = request.batchCount();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public GenerationRequest request() {
    return request;
  }

  @Override
  public CompletableFuture<GenerationResult> result() {
    return result.copy();
  }

  @Override
  public void cancel() {
    boolean first = !cancellation.cancelled();
    cancellation.cancel();
    if (first) {
      queue.cancelled(this);
    }
  }

  @Override
  public void interrupt() {
    cancellation.interrupt();
  }

  @Override
  public boolean interrupted() {
    return cancellation.interrupted();
  }

  @Override
  public void skip() {
    cancellation.skip();
  }

  @Override
  public boolean skipped() {
    return cancellation.skipped();
  }

  @Override
  public Snapshot snapshot() {
    int ahead = queue.ahead(this);
    byte[] preview = queue.preview(this);
    synchronized (this) {
      long until = ended == 0 ? System.nanoTime() : ended;
      double seconds = began == 0 ? 0 : (until - began) / 1e9;
      return new Snapshot(state, ahead, step, steps, batch, batches, seconds, preview);
    }
  }

  @Override
  public synchronized long awaitChange(long seen, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toMillis();
    while (version == seen && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return version;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  synchronized void begin() {
    state = State.RUNNING;
    began = System.nanoTime();
    changed();
  }

  /** The end, as a snapshot shows it; {@link #settle} tells those who wait for the result. */
  synchronized void end(Outcome how) {
    outcome = how;
    // A plugin's: a job that is over would keep its classes in memory.
    watcher = Progress.SILENT;
    ended = System.nanoTime();
    state = how.state();
    if (state == State.DONE) {
      batch = batches;
      step = steps;
    }
    changed();
  }

  boolean ended() {
    return outcome != null;
  }

  /** Wait for its end, at most for as long as the patience lasts; whether it came. */
  synchronized boolean endsWithin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toMillis();
    while (outcome == null && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return outcome != null;
  }

  /** The step that it is in, to stand behind a verb; empty where it is in none. */
  synchronized String where() {
    return SAMPLING.contains(stage) ? " at step " + Math.min(step + 1, steps) + " of " + steps : "";
  }

  void settle() {
    Outcome how = outcome;
    if (how == null) {
      throw new IllegalStateException("job " + id + " is not finished");
    }
    if (how.result() != null) {
      result.complete(how.result());
    } else {
      result.completeExceptionally(how.problem());
    }
  }

  /** Memory that what it asks for takes. */
  long requestBytes() {
    return requestBytes;
  }

  /** The same with the pictures that were made. */
  synchronized long bytes() {
    return requestBytes + (outcome == null ? 0 : outcome.bytes());
  }

  synchronized void changed() {
    version++;
    notifyAll();
  }

  @Override
  public void stage(String name, int batch, int batches) {
    synchronized (this) {
      if (ended()) {
        return;
      }
      stage = name;
      if (this.batch != batch) {
        step = 0;
      }
      this.batch = batch;
      this.batches = batches;
      changed();
    }
    watcher.stage(name, batch, batches);
  }

  @Override
  public void step(int step, int steps) {
    synchronized (this) {
      if (ended()) {
        return;
      }
      this.step = step;
      this.steps = steps;
      changed();
    }
    watcher.step(step, steps);
  }

  @Override
  public void image(int index, GeneratedImage image) {
    watcher.image(index, image);
  }

  @Override
  public void preview(Picture picture) {
    changed();
    watcher.preview(picture);
  }

  /** How a job ended: exactly one of the two is there. */
  record Outcome(@Nullable GenerationResult result, @Nullable RuntimeException problem) {
    State state() {
      if (result != null) {
        return State.DONE;
      }
      return problem instanceof CancellationException ? State.CANCELLED : State.FAILED;
    }

    long bytes() {
      return result == null
          ? 0
          : result.images().stream().mapToLong(image -> image.rgb().length).sum()
              + result.pictures().values().stream().mapToLong(it -> it.rgba().length).sum();
    }
  }
}
