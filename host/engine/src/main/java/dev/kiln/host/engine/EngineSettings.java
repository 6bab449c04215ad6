package dev.kiln.host.engine;

import dev.kiln.host.Versions;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.Loading;
import dev.kiln.host.pipeline.pass.ClassifierFreeGuidance;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.host.tuning.TuningBudget;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine finds its files, and its limits.
 *
 * @param home for caches, settings and plugins' data
 * @param models the folder that models lie in
 * @param defaults for requests that name no model or VAE
 * @param plugins the folder that plugin jars lie in
 * @param classPath whether plugins on the class path of the program take part, too
 * @param safeMode run no plugin at all
 * @param loading how weights are loaded when a session is made
 * @param threads of ONNX Runtime, 0 for one for each processor; the first engine of a process
 *     decides
 * @param residents what stays in memory after use
 * @param weightsCacheBytes disk beside the models for widened weights, and as much in the home for
 *     prepared networks
 * @param attentionMemoryBytes memory for the scores of one attention
 * @param pluginOptions by plugin id; they override the settings file
 * @param preferredOptimizers of attention, before the one of the settings file
 * @param reservedRoutes of a server in front of the engine: no plugin may take them
 * @param reservedCommands of a command line in front of the engine: no plugin may take them
 * @param reservedFlags of its commands to which plugins add flags: no plugin may take them
 * @param commandFlags those of them that every command has, those of plugins too
 * @param measuring between pictures; empty for none, as where the process ends with its picture
 */
public record EngineSettings(
    Path home,
    Path models,
    ModelCatalog.Defaults defaults,
    Path plugins,
    boolean classPath,
    boolean safeMode,
    Loading loading,
    int threads,
    ModelStore.Limits residents,
    long weightsCacheBytes,
    long attentionMemoryBytes,
    Map<String, Map<String, Object>> pluginOptions,
    List<String> preferredOptimizers,
    List<String> reservedRoutes,
    List<String> reservedCommands,
    List<String> reservedFlags,
    List<String> commandFlags,
    Optional<TuningBudget> measuring) {
  /** The same with the jars of another folder. */
  public EngineSettings withPlugins(Path folder) {
    return new EngineSettings(
        home,
        models,
        defaults,
        folder,
        classPath,
        safeMode,
        loading,
        threads,
        residents,
        weightsCacheBytes,
        attentionMemoryBytes,
        pluginOptions,
        preferredOptimizers,
        reservedRoutes,
        reservedCommands,
        reservedFlags,
        commandFlags,
        measuring);
  }

  /** What the runtime of its plugins needs to know. */
  RuntimeSettings forPlugins() {
    return new RuntimeSettings(
        plugins, home, safeMode, Versions.SPI, places(), pluginOptions, classPath);
  }

  private HostPlaces places() {
    SamplerNames own = new SamplerNames(List.of(), List.of());
    return new HostPlaces(
        Map.of(
            HttpEndpoint.class,
            reservedRoutes,
            CliContribution.class,
            reservedCommands,
            CliFlag.class,
            reservedFlags,
            SamplerProvider.class,
            own.samplers().stream().flatMap(it -> it.names().stream()).toList(),
            ScheduleProvider.class,
            own.schedules().stream().flatMap(it -> it.names().stream()).toList(),
            GuidanceProvider.class,
            List.of(ClassifierFreeGuidance.NAME)),
        commandFlags);
  }
}
