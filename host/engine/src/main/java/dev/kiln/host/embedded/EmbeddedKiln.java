package dev.kiln.host.embedded;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.ModelInfo;
import dev.kiln.api.Picture;
import dev.kiln.api.PluginInfo;
import dev.kiln.api.ProgressListener;
import dev.kiln.api.UpscaleRequest;
import dev.kiln.host.ShippedPlugins;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.engine.QueuedGenerations;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.plugin.GivenOptions;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An engine of its own with a queue of its own. Safe from any thread. */
final class EmbeddedKiln implements Kiln {
  private final QueuedGenerations queue;
  private final Engine engine;
  private final Failures failures;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param waiting requests that may wait
   * @throws BadRequest when the settings name a model, a plugin or an option that is not there
   */
  EmbeddedKiln(EngineSettings settings, int waiting) {
    JobPreviews previews = new JobPreviews();
    JobLimits limits = JobLimits.DEFAULT.withWaiting(waiting).withFinished(0);
    queue = new QueuedGenerations(previews, limits);
    engine = new Engine(settings, previews, new NoProcesses(), queue);
    failures = new Failures(ProgramWords.of(engine.plugins().services()));
    try {
      new GivenOptions(settings.pluginOptions()).check(engine.plugins());
      if (!settings.defaults().model().isBlank()) {
        engine.models().choose("");
      }
    } catch (RuntimeException e) {
      RuntimeException told = failures.of(e);
      engine.close();
      throw told;
    }
  }

  @Override
  public Drawing submit(DrawRequest request, ProgressListener listener) {
    Objects.requireNonNull(request, "request is null; make one by DrawRequest.txt2img(…)");
    Objects.requireNonNull(listener, "listener is null; give ProgressListener.SILENT for none");
    return asked(
        () -> {
          // Previews are for whoever listens, as a server's are. A program that opens an engine
          // does not wait for what makes them.
          engine.plugins().serverStarted();
          return EmbeddedDrawing.submit(queue, request, listener, failures);
        });
  }

  @Override
  public Picture upscale(UpscaleRequest request) {
    Objects.requireNonNull(request, "request is null; give the picture to enlarge");
    return asked(() -> Picture.of(PictureCodec.png(enlarged(request))));
  }

  private dev.kiln.spi.tensor.Picture enlarged(UpscaleRequest request) {
    Upscalers upscalers = engine.plugins().services().upscalers();
    var picture = new PictureCodec().read("the picture", request.picture().png());
    boolean sized = request.width() > 0;
    int width = sized ? request.width() : times(picture.width(), request.scale());
    int height = sized ? request.height() : times(picture.height(), request.scale());
    String name = request.upscaler().isBlank() ? first(upscalers) : request.upscaler();
    return upscalers.upscale(name, picture, width, height, UpscaleWatcher.NONE);
  }

  private static int times(int side, double scale) {
    return (int) Math.max(1, side * scale);
  }

  /** The first that has a model, else the first. */
  private static String first(Upscalers upscalers) {
    return upscalers.infos().stream()
        .min(Comparator.comparing(info -> info.file() == null))
        .map(UpscalerInfo::name)
        .orElseThrow(
            () ->
                new BadRequest(
                    "no plugin offers an upscaler" + ShippedPlugins.beginning("upscaler-")));
  }

  @Override
  public List<ModelInfo> models() {
    return asked(
        () -> {
          ModelCatalog models = engine.models();
          String first = models.choose("").name();
          return models.list().stream()
              .sorted(Comparator.comparing(entry -> !entry.name().equals(first)))
              .map(entry -> info(models, entry))
              .toList();
        });
  }

  private static ModelInfo info(ModelCatalog models, ModelCatalog.Entry entry) {
    return new ModelInfo(
        entry.name(), entry.title(), entry.sha256(), models.source(entry).nativeSize());
  }

  @Override
  public List<PluginInfo> plugins() {
    return asked(() -> engine.plugins().report().plugins().stream().map(this::info).toList());
  }

  private PluginInfo info(PluginLine line) {
    return new PluginInfo(
        line.id(),
        line.version(),
        line.state().name().toLowerCase(Locale.ROOT),
        failures.words().of(line.reason()));
  }

  private <T> T asked(Supplier<T> work) {
    if (closed.get()) {
      throw new KilnException(
          KilnException.Reason.CLOSED, "this Kiln was closed; open another one");
    }
    try {
      return work.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failures.of(e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (queue.generatesHere()) {
      // A listener: the drawing that it is told of ends first.
      new Thread(engine::close, "kiln-close").start();
    } else {
      engine.close();
    }
  }
}
