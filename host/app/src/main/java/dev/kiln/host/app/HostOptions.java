package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.http.HostRoutes;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.job.JobStore;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.onnx.Loading;
import dev.kiln.host.tuning.TuningBudget;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where things are: options that all commands have. */
@FlagGroup.Of(FlagGroup.EVERYWHERE)
final class HostOptions {
  private static final double GIGABYTE = 1e9;

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
      description = "memory for models beside the one in use (half of the machine's)")
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
      description = "memory for the scores of one attention (half of what is free)")
  private @Nullable Double attentionMemory;

  /**
   * A power of two, so that the graphs that are made for it stay the same while other programs take
   * and give back memory.
   */
  long attentionMemoryBytes() {
    if (attentionMemory == null) {
      return Long.highestOneBit(Math.min(ProcessMemory.availableBytes(), 1L << 46) / 2);
    }
    if (!(attentionMemory > 0 && attentionMemory < 1e6)) {
      throw new BadRequest(
          "attention memory is " + attentionMemory + " GB; it must be more than 0");
    }
    return (long) (attentionMemory * GIGABYTE);
  }

  private ModelStore.Limits residents() {
    if (residentModels < 1 || residentModels > 1000) {
      throw new BadRequest("resident models are " + residentModels + "; they must be 1 to 1000");
    }
    if (modelMemory != null && !(modelMemory > 0 && modelMemory < 1e6)) {
      throw new BadRequest("model memory is " + modelMemory + " GB; it must be more than 0");
    }
    long bytes =
        modelMemory == null ? ProcessMemory.totalBytes() / 2 : (long) (modelMemory * GIGABYTE);
    return new ModelStore.Limits(residentModels, bytes, residentNetworkBytes());
  }

  private long residentNetworkBytes() {
    if (residentNetworks == null) {
      return ProcessMemory.totalBytes() / 4;
    }
    if (!(residentNetworks >= 0 && residentNetworks < 1e6)) {
      throw new BadRequest(
          "resident networks are " + residentNetworks + " GB; they must be 0 or more");
    }
    return (long) (residentNetworks * GIGABYTE);
  }

  private long weightsCacheBytes() {
    if (!(weightsCache >= 0 && weightsCache < 1e6)) {
      throw new BadRequest("the weights cache is " + weightsCache + " GB; it must be 0 or more");
    }
    return (long) (weightsCache * GIGABYTE);
  }

  Path home() {
    return homeFolder().path();
  }

  HomeFolder homeFolder() {
    if (home != null) {
      return new HomeFolder(home.toAbsolutePath());
    }
    String set = System.getenv("KILN_HOME");
    return new HomeFolder(
        set == null || set.isBlank() ? HomeFolder.ofUser() : Path.of(set).toAbsolutePath());
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
        flags, new QueuedGenerations(new JobPreviews(), JobLimits.DEFAULT, () -> JobStore.NONE));
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
        safeMode,
        fastLoad ? Loading.MAPPED : Loading.PACKED,
        residents(),
        weightsCacheBytes(),
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
