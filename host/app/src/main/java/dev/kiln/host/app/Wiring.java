package dev.kiln.host.app;

import dev.kiln.host.http.HostRoutes;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.NativeLibrary;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.host.pipeline.TextEmbeddings;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.host.tuning.AttentionMeasurements;
import dev.kiln.host.tuning.BackgroundTrials;
import dev.kiln.host.tuning.Laboratory;
import dev.kiln.host.tuning.MeasuredAttention;
import dev.kiln.host.tuning.QuietTime;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.host.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How the host is put together: reads top to bottom as the order of the start. */
final class Wiring implements AutoCloseable {
  private final ModelStore models;
  private final PluginRuntime plugins;
  private final Laboratory laboratory;
  private final MeasuredAttention attention;
  private final Optional<BackgroundTrials> trials;
  private final GenerationPipeline pipeline;

  /** For a command that ends with its work. */
  Wiring(HostOptions options, Previews previews) {
    this(options, previews, new PluginOptionFlags(), false);
  }

  /**
   * @param previews where plugins show unfinished pictures
   * @param flags of plugins that were typed
   * @param lasting whether the process lives on when a picture is made, and can measure meanwhile
   */
  Wiring(HostOptions options, Previews previews, PluginOptionFlags flags, boolean lasting) {
    NativeLibrary.unpack(options.home());
    ModelHashes hashes = hashes(options.home());
    OrtRuntime runtime = OrtRuntime.open(options.loading());
    models =
        new ModelStore(
            new SessionOpener(
                runtime,
                new WideWeights(hashes, options.home().resolve("f32"), options.weightsCacheBytes()),
                options.residents().bytes()),
            new ModelCatalog(options.models(), hashes),
            hashes,
            options.residents());
    // The runtime lends what in turn asks the runtime for hooks.
    QuietTime quiet = new QuietTime();
    laboratory =
        new Laboratory(
            runtime, models, this::hooks, this::optimizers, quiet, options.attentionMemoryBytes());
    plugins = plugins(options, flags.options(), services(options, previews, laboratory, hashes));
    AttentionMeasurements known =
        new AttentionMeasurements(options.home().resolve("attention.json"));
    trials = lasting ? Optional.of(new BackgroundTrials(laboratory, known)) : Optional.empty();
    attention =
        new MeasuredAttention(
            plugins.services()::optimizers,
            Stream.concat(
                    flags.preferred().stream(), Stream.of(plugins.services().preferredOptimizer()))
                .toList(),
            known,
            quiet,
            options.attentionMemoryBytes(),
            trials);
    pipeline = new GenerationPipeline(models, plugins, attention);
  }

  /** What plugins may inject. */
  private Map<Class<?>, Object> services(
      HostOptions options, Previews previews, AttentionLab laboratory, ModelHashes hashes) {
    return Map.of(
        Weights.class,
        (Weights) SafetensorsFile::open,
        ModelFiles.class,
        new FoundModels(models.catalog(), hashes),
        Pictures.class,
        new PictureCodec(),
        Networks.class,
        models.networks(),
        Previews.class,
        previews,
        Embeddings.class,
        new TextEmbeddings(models, this::hooks),
        AttentionLab.class,
        laboratory,
        KilnProcesses.class,
        new ForkedKiln(options),
        DeviceInfo.class,
        new DeviceInfo("cpu", Runtime.getRuntime().availableProcessors()));
  }

  private HookSource.Hooks hooks(GenerationRequest request) {
    return plugins.open(request);
  }

  private List<String> optimizers() {
    return plugins.services().optimizers().stream().map(OptimizerLine::name).toList();
  }

  /** The models alone: enough to list them. */
  static ModelCatalog catalog(HostOptions options) {
    return new ModelCatalog(options.models(), hashes(options.home()));
  }

  /** The plugins alone: enough to list them and to switch them. */
  static PluginRuntime plugins(HostOptions options) {
    return plugins(options, Map.of(), Map.of());
  }

  private static PluginRuntime plugins(
      HostOptions options, Map<String, Map<String, Object>> flags, Map<Class<?>, Object> services) {
    return new PluginRuntime(
        new PluginRuntime.Settings(
            options.plugins(),
            options.home(),
            options.safeMode(),
            Distribution.spiVersion(),
            places(),
            flags),
        services);
  }

  private static HostPlaces places() {
    SamplerNames own = new SamplerNames(List.of(), List.of());
    return new HostPlaces(
        Map.of(
            HttpEndpoint.class,
            HostRoutes.all(),
            CliContribution.class,
            CommandLineTool.COMMANDS,
            SamplerProvider.class,
            own.samplers().stream().flatMap(it -> it.names().stream()).toList(),
            ScheduleProvider.class,
            own.schedules().stream().flatMap(it -> it.names().stream()).toList(),
            GuidanceHook.class,
            List.of(GenerationPipeline.GUIDANCE)));
  }

  private static ModelHashes hashes(Path home) {
    return new ModelHashes(home.resolve("hashes.json"));
  }

  GenerationPipeline pipeline() {
    return pipeline;
  }

  PluginRuntime plugins() {
    return plugins;
  }

  /** End a measurement under way. Safe from any thread. */
  void stopMeasuring() {
    laboratory.close();
  }

  MeasuredAttention attention() {
    return attention;
  }

  ModelStore store() {
    return models;
  }

  ModelCatalog models() {
    return models.catalog();
  }

  @Override
  public void close() {
    trials.ifPresent(BackgroundTrials::close);
    laboratory.close();
    plugins.close();
    models.close();
  }
}
