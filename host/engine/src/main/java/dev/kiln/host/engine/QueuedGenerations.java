package dev.kiln.host.engine;

import dev.kiln.host.fields.KilnFields;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.infotext.InfotextReading;
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
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.tensor.Picture;
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
public final class QueuedGenerations implements Generations, AutoCloseable {
  private final JobPreviews previews;
  private final JobLimits limits;
  private final Supplier<JobStore> store;
  private final PictureSaver saver;
  private volatile String attention = "";
  private @Nullable Generator generator;
  private BooleanSupplier generatesHere = () -> false;
  private KilnFields.Defaults defaults = (model, given) -> Filling.NOTHING;
  private Function<String, Filling> infotexts = text -> Filling.NOTHING;
  private @Nullable JobQueue queue;
  private boolean closed;

  /**
   * @param store is opened and closed with the queue
   * @param saver of pictures that are asked for as files, too
   */
  public QueuedGenerations(
      JobPreviews previews, JobLimits limits, Supplier<JobStore> store, PictureSaver saver) {
    this.previews = previews;
    this.limits = limits;
    this.store = store;
    this.saver = saver;
  }

  /** One that keeps and saves nothing. */
  public QueuedGenerations(JobPreviews previews, JobLimits limits) {
    this(previews, limits, () -> JobStore.NONE, PictureSaver.NONE);
  }

  /**
   * Called once, before the first request.
   *
   * @param defaults what models say for requests that are silent
   * @param infotexts reads what pictures say of how they were made
   * @param generatesHere whether the calling thread makes pictures
   * @param abandon finds who keeps a thread of the pipeline that does not come back
   */
  synchronized void open(
      GenerationPipeline pipeline,
      ModelDefaults defaults,
      InfotextReading infotexts,
      BooleanSupplier generatesHere,
      Function<Thread, Keeper> abandon) {
    this.generatesHere = generatesHere;
    this.defaults = defaults::of;
    this.infotexts = infotexts::read;
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

  /**
   * The queue, which jobs that were kept enter as soon as it is there.
   *
   * @throws QueueClosed when it was closed before it was there
   */
  public synchronized JobQueue queue() {
    if (queue == null) {
      if (closed) {
        throw new QueueClosed();
      }
      queue = new JobQueue(generator, previews, limits, store.get(), saver);
    }
    return queue;
  }

  /** Optimizer, sites and reason of the last picture; empty before the first. */
  public String attention() {
    return attention;
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    KilnFields.Read read = read(fields);
    try {
      Job job = queue().submit(null, read.request(), new WatchedProgress(watcher));
      job.result().whenComplete((result, problem) -> watcher.over());
      return new PluginJob(job, read.warnings(), generatesHere);
    } catch (QueueFull | QueueClosed e) {
      throw new Busy(e.getMessage(), e);
    }
  }

  @Override
  public String keep(Picture picture, String infotext) {
    Filling recalled = infotext.isBlank() ? Filling.NOTHING : infotexts.apply(infotext);
    GenerationRequest request = recalled.fill(GenerationRequest.of("")).build();
    GeneratedImage image =
        new GeneratedImage(
            picture.width(),
            picture.height(),
            PictureCodec.opaque(picture).rgb(),
            request.seed(),
            request.subseed(),
            new Written(request.prompt(), request.negativePrompt()),
            infotext);
    try {
      return queue().keep(GenerationResult.of(request, image));
    } catch (QueueClosed e) {
      throw new Busy(e.getMessage(), e);
    }
  }

  /**
   * A request by the fields of {@code /kiln/v1/img2img}.
   *
   * @throws dev.kiln.spi.BadRequest when a field is unknown or of a wrong type
   */
  public KilnFields.Read read(Map<String, ?> fields) {
    return KilnFields.read(fields, defaults, infotexts);
  }

  /** Whether the calling thread makes pictures, and would wait for itself. */
  public boolean generatesHere() {
    return generatesHere.getAsBoolean();
  }

  /** The generation under way. */
  Optional<HostState.Running> running() {
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

  /** End what runs and waits. Called before the models and the plugins are closed. */
  @Override
  public synchronized void close() {
    closed = true;
    if (queue != null) {
      queue.close();
    }
  }
}
