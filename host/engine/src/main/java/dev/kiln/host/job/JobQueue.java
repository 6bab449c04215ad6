package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.BadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in the order of their arrival, one at a time on one worker thread: a generation keeps all
 * processors busy by itself. A thread that does not come back from a job that was cancelled is left
 * behind. Jobs that a former process left unfinished come first. Safe from any thread.
 */
public final class JobQueue implements AutoCloseable {
  private static final Outcome STOPPED =
      new Outcome(null, new CancellationException("the generation was stopped"));
  private static final long LAST_STEP_MILLIS = 10_000;

  private final Generator generator;
  private final JobPreviews previews;
  private final JobLimits limits;
  private final JobStore store;
  private final WaitingLine waiting;
  private final FinishedJobs finished;
  private final JobFiles files;
  private final JobNews news = new JobNews();
  private Thread worker = newWorker();
  private @Nullable QueuedJob running;
  private volatile boolean closed;

  /** Closes the store with itself. */
  public JobQueue(
      Generator generator,
      JobPreviews previews,
      JobLimits limits,
      JobStore store,
      PictureSaver saver) {
    this.generator = generator;
    this.previews = previews;
    this.limits = limits;
    this.store = store;
    this.waiting = new WaitingLine(limits);
    this.finished = new FinishedJobs(limits, store, kept -> new QueuedJob(kept, this));
    this.files = new JobFiles(store, saver);
    store.unfinished().forEach(kept -> waiting.add(new QueuedJob(kept, this)));
    worker.start();
  }

  /**
   * Put a request into the queue.
   *
   * @param id a name that the client gives the job; null for a new one
   * @throws BadRequest when the request is wrong, or a job of this name is not finished
   * @throws QueueFull when too many wait
   * @throws QueueClosed when the queue is closed
   */
  public Job submit(@Nullable String id, GenerationRequest request) {
    return submit(id, request, (PictureEncoding) null);
  }

  /** The same; its pictures are saved as files, too, if it is said how. */
  public Job submit(
      @Nullable String id, GenerationRequest request, @Nullable PictureEncoding saved) {
    Kept job = asked(id, request, saved);
    demandRoom(job.id(), request.bytes());
    long number = store.add(job);
    try {
      return enter(new QueuedJob(job.numbered(number), this));
    } catch (RuntimeException refused) {
      store.forget(number);
      throw refused;
    }
  }

  /** For this process alone; the watcher is told too, on the worker thread. */
  public Job submit(@Nullable String id, GenerationRequest request, Progress watcher) {
    return enter(new QueuedJob(asked(id, request, null), this).watchedBy(watcher));
  }

  private Kept asked(
      @Nullable String id, GenerationRequest request, @Nullable PictureEncoding saved) {
    String name = JobId.of(id);
    generator.check(request);
    return new Kept(0, name, Instant.now(), request, saved, null);
  }

  /** Refuse what would be refused when it is submitted. */
  public void check(GenerationRequest request) {
    generator.check(request);
  }

  private synchronized void demandRoom(String id, long bytes) {
    if (closed) {
      throw new QueueClosed();
    }
    waiting.demandRoom(bytes);
    if (unfinished(id).isPresent()) {
      throw new BadRequest(
          "job \"" + id + "\" is not finished; give another id or wait for its end");
    }
  }

  private synchronized Job enter(QueuedJob job) {
    demandRoom(job.id(), job.requestBytes());
    finished.remove(job.id());
    waiting.add(job);
    notifyAll();
    job.changed();
    return job;
  }

  /** Keep what no job made as one that has ended. Returns its id. */
  public String keep(GenerationResult result) {
    return finished.keep(result);
  }

  /** A job that waits, runs, or ended not long ago. */
  public Optional<Job> find(String id) {
    return unfinished(id).or(() -> finished.find(id)).map(job -> job);
  }

  private Optional<QueuedJob> unfinished(String id) {
    return unfinished().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  private synchronized List<QueuedJob> unfinished() {
    return Stream.concat(Stream.ofNullable(running), waiting.known()).toList();
  }

  /** All jobs: the running one, those that wait, and then those that ended, the last one first. */
  public List<JobLine> list() {
    return finished.behind(unfinished().stream().map(QueuedJob::line).toList());
  }

  /** The running job, and those that wait. */
  public List<Job> open() {
    return List.copyOf(unfinished());
  }

  public JobNews news() {
    return news;
  }

  /** Forget a job that has ended, and its pictures. Returns false where there is none. */
  public boolean forget(String id) {
    return unfinished(id).isEmpty() && finished.forget(id);
  }

  /** The running job. */
  public synchronized Optional<Job> running() {
    return Optional.ofNullable(running);
  }

  /** The ids of those that wait, in their order. */
  public synchronized List<String> waiting() {
    return waiting.all().stream().map(QueuedJob::id).toList();
  }

  /**
   * Take no more jobs, give up those that wait, and give the running one this long to finish. A
   * store keeps what is given up here for the next start.
   */
  public void close(Duration grace) {
    List<QueuedJob> dropped;
    synchronized (this) {
      closed = true;
      dropped = waiting.dismiss();
      notifyAll();
    }
    dropped.forEach(job -> end(job, STOPPED));
    try {
      worker().join(Math.max(1, grace.toMillis()));
      running().ifPresent(Job::cancel);
      worker().join(LAST_STEP_MILLIS);
    } catch (InterruptedException e) {
      running().ifPresent(Job::cancel);
      Thread.currentThread().interrupt();
    }
    store.close();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** A waiting job need not wait for its turn to end; the running one has some time to. */
  void cancelled(QueuedJob job) {
    boolean removed;
    boolean runs;
    synchronized (this) {
      removed = waiting.dismiss(job);
      runs = running == job;
    }
    if (removed) {
      end(job, STOPPED);
    } else if (runs) {
      new Patience(this, generator, limits.patience()).watch(job);
    }
  }

  synchronized int ahead(QueuedJob job) {
    return Math.max(0, unfinished().indexOf(job));
  }

  @Nullable PreviewPicture preview(QueuedJob job) {
    return previews.latest(job.id());
  }

  private Thread newWorker() {
    Thread thread = new Thread(this::work, "kiln-generation");
    thread.setDaemon(true);
    return thread;
  }

  private synchronized Thread worker() {
    return worker;
  }

  private void work() {
    files.catchUp();
    for (QueuedJob job = next(); job != null; job = next()) {
      store.begun(job.number());
      previews.open(job.id(), job::preview);
      job.begin();
      end(job, JobRun.of(job, generator));
    }
  }

  /**
   * Null for a thread that has nothing more to do: the queue is closed, or another has its place.
   */
  private synchronized @Nullable QueuedJob next() {
    // A hook that interrupted its own thread must not end it for all that come after.
    Thread.interrupted();
    while (waiting.size() == 0 && Thread.currentThread() == worker) {
      if (closed) {
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        continue;
      }
    }
    if (Thread.currentThread() != worker) {
      return null;
    }
    running = waiting.next();
    return running;
  }

  /** The thread that a job runs on; null when it runs no more. */
  synchronized @Nullable Thread workerOf(QueuedJob job) {
    return running == job ? worker : null;
  }

  /** Give up a job with the thread that it runs on, and go on with another. */
  void giveUp(QueuedJob job, RuntimeException why) {
    Thread next = newWorker();
    synchronized (this) {
      if (running != job) {
        return;
      }
      worker = next;
    }
    end(job, new Outcome(null, why));
    next.start();
  }

  /** Does nothing to a job that was given up before. */
  private void end(QueuedJob job, Outcome how) {
    if (!job.claimEnd()) {
      return;
    }
    // Before anyone can see it: what was seen to be finished is never drawn again.
    Outcome outcome = files.ended(job, how, closed);
    synchronized (this) {
      previews.close(job.id());
      if (running == job) {
        running = null;
      }
      waiting.left(job);
      job.end(outcome);
      finished.add(job);
      waiting.all().forEach(QueuedJob::changed);
    }
    job.settle();
  }
}
