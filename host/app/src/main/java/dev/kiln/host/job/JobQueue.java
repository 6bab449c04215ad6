package dev.kiln.host.job;

import dev.kiln.host.job.QueuedJob.Outcome;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.BadRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs in the order of their arrival, one at a time on one worker thread: a generation keeps all
 * processors busy by itself. A thread that does not come back from a job that was cancelled is left
 * behind. Safe from any thread.
 */
public final class JobQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
  private static final Outcome STOPPED =
      new Outcome(null, new CancellationException("the generation was stopped"));
  // How long a cancelled generation may take for the step that it is in.
  private static final long LAST_STEP_MILLIS = 10_000;
  private static final Pattern ID = Pattern.compile("[\\w.()-]{1,100}");

  private final Generator generator;
  private final JobPreviews previews;
  private final JobLimits limits;
  private final ArrayDeque<QueuedJob> waiting = new ArrayDeque<>();
  private final FinishedJobs finished;
  private Thread worker = newWorker();
  private @Nullable QueuedJob running;
  private boolean closed;

  public JobQueue(Generator generator, JobPreviews previews, JobLimits limits) {
    this.generator = generator;
    this.previews = previews;
    this.limits = limits;
    this.finished = new FinishedJobs(limits.finished(), limits.finishedBytes());
    worker.start();
  }

  /**
   * Put a request into the queue.
   *
   * @param id a name that the client gives the job; null for a new one
   * @throws BadRequest when the request is wrong, or a job of this name is not finished
   * @throws QueueFull when too many wait, or the queue is closed
   */
  public Job submit(@Nullable String id, GenerationRequest request) {
    return submit(id, request, Progress.SILENT);
  }

  /**
   * @param watcher is told too, on the worker thread
   */
  public Job submit(@Nullable String id, GenerationRequest request, Progress watcher) {
    if (id != null && !ID.matcher(id).matches()) {
      throw new BadRequest(
          "job id \""
              + (id.length() > 100 ? id.substring(0, 100) + "..." : id)
              + "\" is not 1 to 100 letters, digits or any of . _ ( ) -; give another or leave it"
              + " out");
    }
    generator.check(request);
    return enter(
        new QueuedJob(id == null ? UUID.randomUUID().toString() : id, request, watcher, this));
  }

  /**
   * Refuse what would be refused when it is submitted.
   *
   * @throws dev.kiln.spi.BadRequest when the request is wrong
   */
  public void check(GenerationRequest request) {
    generator.check(request);
  }

  private synchronized Job enter(QueuedJob job) {
    if (closed) {
      throw new QueueFull("the server is stopping and takes no more jobs; try again later");
    }
    if (waiting.size() >= limits.waiting()) {
      throw new QueueFull(
          "the queue is full: " + waiting.size() + " jobs wait; try again when one is finished");
    }
    long bytes = waiting.stream().mapToLong(QueuedJob::requestBytes).sum();
    if (!waiting.isEmpty() && bytes + job.requestBytes() > limits.waitingBytes()) {
      throw new QueueFull(
          "the queue is full: what %d jobs that wait ask for takes %d MB; try again when one is finished"
              .formatted(waiting.size(), bytes >> 20));
    }
    if (active().stream().anyMatch(other -> other.id().equals(job.id()))) {
      throw new BadRequest(
          "job \"" + job.id() + "\" is not finished; give another id or wait for its end");
    }
    finished.remove(job.id());
    waiting.add(job);
    notifyAll();
    return job;
  }

  /** A job that waits, runs, or ended not long ago. */
  public synchronized Optional<Job> find(String id) {
    return active().stream()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .or(() -> finished.find(id))
        .map(job -> job);
  }

  /** The running job. */
  public synchronized Optional<Job> running() {
    return Optional.ofNullable(running);
  }

  /** How many jobs wait. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** End the running job with the step under way. Returns false when none runs. */
  public boolean interruptRunning() {
    Optional<Job> job = running();
    job.ifPresent(Job::interrupt);
    return job.isPresent();
  }

  /** Take no more jobs, give up those that wait, and give the running one this long to finish. */
  public void close(Duration grace) {
    List<QueuedJob> dropped;
    synchronized (this) {
      closed = true;
      dropped = List.copyOf(waiting);
      waiting.clear();
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
      removed = waiting.remove(job);
      runs = running == job;
    }
    if (removed) {
      end(job, STOPPED);
    } else if (runs) {
      Thread patience = new Thread(() -> awaitEnd(job), "kiln-patience");
      patience.setDaemon(true);
      patience.start();
    }
  }

  synchronized int ahead(QueuedJob job) {
    return Math.max(0, active().indexOf(job));
  }

  byte @Nullable [] preview(QueuedJob job) {
    return previews.latest(job.id());
  }

  private List<QueuedJob> active() {
    List<QueuedJob> jobs = new ArrayList<>(waiting);
    if (running != null) {
      jobs.add(0, running);
    }
    return jobs;
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
    for (QueuedJob job = next(); job != null; job = next()) {
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
    while (waiting.isEmpty() && Thread.currentThread() == worker) {
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
    running = waiting.remove();
    return running;
  }

  private void awaitEnd(QueuedJob job) {
    try {
      if (!job.endsWithin(limits.patience())) {
        abandon(job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leave the thread of a job behind that does not come back, and go on with another. */
  private void abandon(QueuedJob job) {
    Thread stuck;
    synchronized (this) {
      if (running != job) {
        return;
      }
      stuck = worker;
    }
    StackTraceElement[] place = stuck.getStackTrace();
    RuntimeException why = GivenUp.of(generator.abandon(stuck), limits.patience(), job.where());
    why.setStackTrace(place);
    Thread next = newWorker();
    synchronized (this) {
      if (running != job) {
        return;
      }
      worker = next;
    }
    LOG.warn("job {} is left behind with its thread", job.id(), why);
    why.setStackTrace(new StackTraceElement[0]);
    end(job, new Outcome(null, why));
    next.start();
  }

  /** Does nothing to a job that was given up before. */
  private void end(QueuedJob job, Outcome outcome) {
    synchronized (this) {
      if (job.ended()) {
        return;
      }
      previews.close(job.id());
      if (running == job) {
        running = null;
      }
      job.end(outcome);
      finished.add(job);
      waiting.forEach(QueuedJob::changed);
    }
    job.settle();
  }
}
