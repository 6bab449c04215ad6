package dev.kiln.host.job;

import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.tensor.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A job of a {@link JobQueue}. Its monitor guards the progress, and is notified of each change.
 * What a thread tells that was left behind changes nothing.
 */
final class QueuedJob implements Job, Progress {
  /** The stages of a generation that have steps. */
  private static final Set<String> SAMPLING = Set.of("denoise", "redraw");

  private final Kept kept;
  private final long requestBytes;
  private volatile Progress watcher = Progress.SILENT;
  private final JobQueue queue;
  private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
  private final Cancellation cancellation = new Cancellation();
  private final AtomicBoolean ending = new AtomicBoolean();
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

  /**
   * @param kept where it has ended, this one has too
   */
  QueuedJob(Kept kept, JobQueue queue) {
    this.kept = kept;
    this.requestBytes = kept.request().bytes();
    this.queue = queue;
    this.steps = kept.request().steps();
    this.batches = kept.request().batchCount();
    if (kept.end() != null) {
      // As if it had begun so long ago.
      began = System.nanoTime() - (long) (kept.end().seconds() * 1e9);
      ending.set(true);
      end(kept.end().outcome());
      settle();
    }
  }

  /**
   * @param watcher is told too
   */
  QueuedJob watchedBy(Progress watcher) {
    this.watcher = watcher;
    return this;
  }

  @Override
  public String id() {
    return kept.id();
  }

  Kept kept() {
    return kept;
  }

  /** Its number in the store, 0 where it is not there. */
  long number() {
    return kept.number();
  }

  @Override
  public Instant asked() {
    return kept.asked();
  }

  @Override
  public GenerationRequest request() {
    return kept.request();
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
    PreviewPicture preview = queue.preview(this);
    synchronized (this) {
      return new Snapshot(state, ahead, step, steps, batch, batches, seconds(), preview);
    }
  }

  /** How long it has been running, or ran. */
  synchronized double seconds() {
    long until = ended == 0 ? System.nanoTime() : ended;
    return began == 0 ? 0 : (until - began) / 1e9;
  }

  JobLine line() {
    Outcome how = outcome;
    int images = how == null || how.result() == null ? 0 : how.result().images().size();
    return new JobLine(kept.number(), id(), state(), kept.asked(), images);
  }

  private synchronized State state() {
    return state;
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

  /** Whether the caller is the first that is to end it, and so the one. */
  boolean claimEnd() {
    return !ending.getAndSet(true);
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
      throw new IllegalStateException("job " + id() + " is not finished");
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
    // One of an earlier process is not new.
    if (kept.end() == null) {
      queue.news().changed(this);
    }
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
}
