package dev.kiln.host.app;

import dev.kiln.host.engine.Front;
import dev.kiln.host.engine.ModelDefaults;
import dev.kiln.host.http.KilnFields;
import dev.kiln.host.job.Generator;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.job.JobQueue;
import dev.kiln.host.job.JobStore;
import dev.kiln.host.job.PictureSaver;
import dev.kiln.host.job.QueueClosed;
import dev.kiln.host.job.QueueFull;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.plugin.Keeper;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.HostState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of the engine, made with the first request. Remembers how attention was
 * computed last.
 */
final class QueuedGenerations implements Front {
  /** Where webUI has them too. */
  private static final PictureSaver SAVED = new SavedPictures(Path.of("outputs"));

  private final JobPreviews previews;
  private final JobLimits limits;
  private final Supplier<JobStore> store;
  private volatile String attention = "";
  private @Nullable Generator generator;
  private BooleanSupplier generatesHere = () -> false;
  private KilnFields.Defaults defaults = (model, given) -> Filling.NOTHING;
  private @Nullable JobQueue queue;

  /**
   * @param store is opened and closed with the queue
   */
  QueuedGenerations(JobPreviews previews, JobLimits limits, Supplier<JobStore> store) {
    this.previews = previews;
    this.limits = limits;
    this.store = store;
  }

  @Override
  public synchronized void open(
      GenerationPipeline pipeline,
      ModelDefaults defaults,
      BooleanSupplier generatesHere,
      Function<Thread, Keeper> abandon) {
    this.generatesHere = generatesHere;
    this.defaults = defaults::of;
    generator =
        new Generator() {
          @Override
          public void check(GenerationRequest request) {
            pipeline.check(request);
          }

          @Override
          public GenerationResult generate(
              String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
            GenerationResult result = pipeline.generate(job, request, progress, cancellation);
            attention = result.attention();
            return result;
          }

          @Override
          public Keeper abandon(Thread thread) {
            return abandon.apply(thread);
          }
        };
  }

  synchronized JobQueue queue() {
    if (queue == null) {
      queue = new JobQueue(generator, previews, limits, store.get(), SAVED);
    }
    return queue;
  }

  @Override
  public String attention() {
    return attention;
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    KilnFields.Read read = KilnFields.read(fields, defaults);
    try {
      Job job = queue().submit(null, read.request(), new WatchedProgress(watcher));
      job.result().whenComplete((result, problem) -> watcher.over());
      return new PluginJob(job, read.warnings(), generatesHere);
    } catch (QueueFull | QueueClosed e) {
      throw new Busy(e.getMessage(), e);
    }
  }

  @Override
  public Optional<HostState.Running> running() {
    Optional<JobQueue> made;
    synchronized (this) {
      made = Optional.ofNullable(queue);
    }
    return made.flatMap(JobQueue::running).map(QueuedGenerations::running);
  }

  private static HostState.Running running(Job job) {
    Job.Snapshot now = job.snapshot();
    return new HostState.Running(
        job.id(),
        now.seconds(),
        now.step(),
        now.steps(),
        now.batch(),
        now.batches(),
        job.interrupted());
  }

  @Override
  public synchronized void close() {
    if (queue != null) {
      queue.close();
    }
  }
}
