package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.EngineLimits;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.engine.HomeFolder;
import dev.kiln.host.engine.QueuedGenerations;
import dev.kiln.host.http.HostRoutes;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.onnx.Loading;
import dev.kiln.host.tuning.TuningBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where things are: options that all commands have. */
@FlagGroup.Of(FlagGroup.EVERYWHERE)
final class HostOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "settings, caches and plugin data (KILN_HOME, else ~/.kiln)")
  private @Nullable Path home;

  @Option(names = "--models", paramLabel = "DIR", description = "the folder that models lie in")
  private @Nullable Path models;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "the folder that plugin jars lie in")
  private @Nullable Path plugins;

  @Option(names = "--safe-mode", description = "start without any plugin")
  private boolean safeMode;

  @Option(
      names = "--fast-load",
      description = "map weights as they lie on disk: a faster start, slower steps")
  private boolean fastLoad;

  @Option(
      names = "--resident-models",
      paramLabel = "N",
      defaultValue = "3",
      description = "models that stay in memory (${DEFAULT-VALUE})")
  private int residentModels;

  @Option(
      names = "--model-memory",
      paramLabel = "GB",
      description =
          "memory for models beside the one in use (half of the machine's); with 0 each network"
              + " leaves it after its use")
  private @Nullable Double modelMemory;

  @Option(
      names = "--resident-networks",
      paramLabel = "GB",
      description = "memory for ControlNets and other networks not in use (a quarter of it all)")
  private @Nullable Double residentNetworks;

  @Option(
      names = "--weights-cache",
      paramLabel = "GB",
      defaultValue = "30",
      description =
          "disk beside the models for widened weights, and in the home for prepared networks"
              + " (${DEFAULT-VALUE})")
  private double weightsCache;

  @Option(
      names = "--attention-memory",
      paramLabel = "GB",
      description =
          "memory for the scores of one attention (half of the machine's, or less where less is"
              + " free)")
  private @Nullable Double attentionMemory;

  private EngineLimits limits() {
    return new EngineLimits(
        residentModels,
        given(modelMemory),
        given(residentNetworks),
        given(attentionMemory),
        weightsCache);
  }

  private static OptionalDouble given(@Nullable Double gigabytes) {
    return gigabytes == null ? OptionalDouble.empty() : OptionalDouble.of(gigabytes);
  }

  long attentionMemoryBytes() {
    return limits().attentionMemoryBytes();
  }

  Path home() {
    return homeFolder().path();
  }

  HomeFolder homeFolder() {
    return HomeFolder.of(Optional.ofNullable(home));
  }

  Path models() {
    return models != null ? models.toAbsolutePath() : Distribution.folder().resolve("models");
  }

  Path plugins() {
    return plugins != null ? plugins.toAbsolutePath() : Distribution.folder().resolve("plugins");
  }

  /** Of an engine that only lists what is there. */
  EngineSettings settings() {
    return settings(new PluginOptionFlags());
  }

  private EngineSettings settings(PluginOptionFlags flags) {
    return settings(
        ModelCatalog.Defaults.NONE, flags.options(), flags.preferred(), Optional.empty());
  }

  /**
   * An engine that ends with its command.
   *
   * @param flags of plugins that were typed
   */
  Engine engine(PluginOptionFlags flags) {
    return engine(
        flags, new QueuedGenerations(new JobPreviews(), JobLimits.DEFAULT.withFinished(0)));
  }

  Engine engine(PluginOptionFlags flags, QueuedGenerations front) {
    return new Engine(settings(flags), new NoPreviews(), new ForkedKiln(this), front);
  }

  /**
   * @param options of plugins, by id
   * @param preferred attention optimizers, the first one first
   * @param measuring while no picture is made
   */
  EngineSettings settings(
      ModelCatalog.Defaults defaults,
      Map<String, Map<String, Object>> options,
      List<String> preferred,
      Optional<TuningBudget> measuring) {
    return new EngineSettings(
        home(),
        models(),
        defaults,
        plugins(),
        false,
        safeMode,
        fastLoad ? Loading.MAPPED : Loading.PACKED,
        0,
        limits().residents(),
        limits().weightsCacheBytes(),
        attentionMemoryBytes(),
        options,
        preferred,
        HostRoutes.all(),
        CommandLineTool.COMMANDS,
        HostFlags.all(),
        HostFlags.EVERYWHERE,
        measuring);
  }
}
