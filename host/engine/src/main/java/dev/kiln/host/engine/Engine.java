package dev.kiln.host.engine;

import dev.kiln.host.Build;
import dev.kiln.host.JsonCodec;
import dev.kiln.host.Processor;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.infotext.InfotextReading;
import dev.kiln.host.job.JobQueue;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.NativeLibrary;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.condition.TextEmbeddings;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.tuning.BackgroundTrials;
import dev.kiln.host.tuning.Laboratory;
import dev.kiln.host.tuning.MachineLock;
import dev.kiln.host.tuning.Measured;
import dev.kiln.host.tuning.MeasuredAttention;
import dev.kiln.host.tuning.NetworkProfiler;
import dev.kiln.host.tuning.Optimizers;
import dev.kiln.host.tuning.QuietTime;
import dev.kiln.host.tuning.TuningMemory;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.DiffusionModels;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.NetworkProfiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.host.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models, the plugins and the pipeline, created in the order of their dependencies. Safe from
 * any thread. Closing it stops running measurements and the generations of its front.
 */
public final class Engine implements AutoCloseable {
  private final Path home;
  private final OrtRuntime runtime;
  private final ModelStore models;
  private final PluginRuntime plugins;
  private final Laboratory laboratory;
  private final TuningMemory memory;
  private final MachineLock machine;
  private final MeasuredAttention attention;
  private final Optional<BackgroundTrials> trials;
  private final GenerationPipeline pipeline;
  private final QueuedGenerations front;

  /**
   * @param previews where plugins show unfinished pictures
   * @param processes what plugins run and weigh in processes of their own
   * @param front where plugins ask for pictures
   */
  public Engine(
      EngineSettings settings,
      Previews previews,
      KilnProcesses processes,
      QueuedGenerations front) {
    this.front = front;
    home = settings.home();
    runtime =
        OrtRuntime.open(
            settings.loading(), settings.threads(), () -> NativeLibrary.unpack(settings.home()));
    ModelHashes hashes = hashes(settings.home());
    models = store(settings, runtime, hashes);
    // The runtime lends what in turn asks the runtime for hooks.
    QuietTime quiet = QuietTime.ofProcess(settings.home().resolve("machine.lock"));
    machine = quiet.machine();
    laboratory =
        new Laboratory(
            runtime, models, this::hooks, this::optimizers, quiet, settings.attentionMemoryBytes());
    Map<Class<?>, Object> services = new HashMap<>(services(previews, processes, hashes));
    services.put(NetworkProfiles.class, profiler(runtime, quiet, settings));
    services.put(DiffusionModels.class, models.lent());
    services.put(Generations.class, front);
    services.put(HostState.class, new EngineState(runtime, models.catalog(), this::plugins, front));
    services.put(QuietMachine.class, machine);
    plugins = plugins(settings, services);
    memory = TuningMemory.in(settings.home());
    trials = settings.measuring().map(budget -> BackgroundTrials.in(laboratory, budget, memory));
    attention =
        new MeasuredAttention(
            new Optimizers(
                plugins.services()::optimizers, plugins.services()::convolutionOptimizers),
            preferred(settings),
            memory,
            quiet,
            settings.attentionMemoryBytes(),
            trials);
    pipeline = new GenerationPipeline(models, plugins, attention);
    front.open(pipeline, defaults(), infotexts(), quiet::generatesHere, plugins::abandon);
  }

  private static ModelStore store(EngineSettings settings, OrtRuntime runtime, ModelHashes hashes) {
    WideWeights wide =
        new WideWeights(hashes, settings.home().resolve("f32"), settings.weightsCacheBytes());
    return new ModelStore(
        new SessionOpener(runtime, wide, prepared(settings), settings.residents().bytes()),
        new ModelCatalog(settings.models(), hashes, settings.defaults()),
        hashes,
        settings.residents());
  }

  private static PreparedNetworks prepared(EngineSettings settings) {
    return new PreparedNetworks(
        settings.home().resolve("networks"), settings.weightsCacheBytes(), Build.stamp());
  }

  /** What plugins may inject. */
  private Map<Class<?>, Object> services(
      Previews previews, KilnProcesses processes, ModelHashes hashes) {
    return Map.of(
        Weights.class,
        (Weights) SafetensorsFile::open,
        ModelFiles.class,
        new FoundModels(models.catalog(), hashes),
        Pictures.class,
        new PictureCodec(),
        Json.class,
        new JsonCodec(),
        Networks.class,
        models.networks(),
        Previews.class,
        previews,
        Embeddings.class,
        new TextEmbeddings(models, this::hooks),
        AttentionLab.class,
        laboratory,
        KilnProcesses.class,
        processes,
        DeviceInfo.class,
        Processor.device());
  }

  private NetworkProfiler profiler(OrtRuntime runtime, QuietTime quiet, EngineSettings settings) {
    long memory = settings.attentionMemoryBytes();
    return new NetworkProfiler(runtime, models, this::hooks, quiet, memory);
  }

  private List<String> preferred(EngineSettings settings) {
    return Stream.concat(
            settings.preferredOptimizers().stream(),
            Stream.of(plugins.services().preferredOptimizer()))
        .toList();
  }

  private HookSource.Hooks hooks(GenerationRequest request) {
    return plugins.open(request);
  }

  private List<String> optimizers() {
    return plugins.services().optimizers().stream().map(OptimizerLine::name).toList();
  }

  /** The models alone: enough to list them. */
  public static ModelCatalog models(EngineSettings settings) {
    return new ModelCatalog(settings.models(), hashes(settings.home()), settings.defaults());
  }

  /** The plugins alone: enough to list them and to switch them. */
  public static PluginRuntime plugins(EngineSettings settings) {
    return plugins(settings, Map.of());
  }

  private static PluginRuntime plugins(EngineSettings settings, Map<Class<?>, Object> services) {
    return new PluginRuntime(settings.forPlugins(), services);
  }

  private static ModelHashes hashes(Path home) {
    return new ModelHashes(home.resolve("hashes.json"));
  }

  /** Take all models out of memory that nobody uses now. */
  public void unload() {
    models.unload();
  }

  /** What makes pictures. */
  public GenerationPipeline pipeline() {
    return pipeline;
  }

  /** Where pictures are asked for. */
  public JobQueue queue() {
    return front.queue();
  }

  public PluginRuntime plugins() {
    return plugins;
  }

  public ModelCatalog models() {
    return models.catalog();
  }

  /** What models say for requests that are silent. */
  public ModelDefaults defaults() {
    return new ModelDefaults(models.catalog(), plugins);
  }

  /** Reads what pictures say of how they were made. */
  public InfotextReading infotexts() {
    return new InfotextReading(models.catalog(), plugins);
  }

  /**
   * How the default model's attention would be computed now.
   *
   * @throws BadRequest when there is no model
   */
  public AttentionForecast attention() {
    try (ModelStore.Lease lease = models.use("")) {
      return AttentionForecast.of(lease.model(), attention, plugins);
    }
  }

  /** What was measured for models at sizes, or why not; by model and size. */
  public Map<String, Measured> measured() {
    return attention.measured();
  }

  /**
   * How the default model's convolutions would be computed now.
   *
   * @throws BadRequest when there is no model
   */
  public ConvolutionForecast convolutions() {
    try (ModelStore.Lease lease = models.use("")) {
      return ConvolutionForecast.of(lease.model(), attention, plugins);
    }
  }

  /** A sentence on {@code kiln tune}, after a picture of a request; once in a home. */
  public Optional<String> adviceToTune(GenerationRequest request) {
    return new TuningAdvice(home, models.catalog(), attention).of(request);
  }

  /** Measures on the calling thread. */
  public Tuning tuning() {
    return new Tuning(models, machine, laboratory, memory, attention);
  }

  /** End a measurement under way, and what it generates. Safe from any thread. */
  public void stopMeasuring() {
    laboratory.close();
    front.close();
  }

  @Override
  public void close() {
    front.close();
    trials.ifPresent(BackgroundTrials::close);
    laboratory.close();
    plugins.close();
    models.close();
    // Whoever closes it may delete the home, which the library is loaded from, once in a process.
    runtime.await();
  }
}
