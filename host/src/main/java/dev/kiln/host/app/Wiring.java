package dev.kiln.host.app;

import dev.kiln.host.http.HostRoutes;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.NetworkOpener;
import dev.kiln.host.onnx.NativeLibrary;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.host.pipeline.TextEmbeddings;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.host.weights.WideWeights;
import dev.kiln.spi.host.Embeddings;
import dev.kiln.spi.host.Previews;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the host is put together: reads top to bottom as the order of the start. */
final class Wiring implements AutoCloseable {
  private final ModelStore models;
  private final PluginRuntime plugins;
  private final GenerationPipeline pipeline;

  /**
   * @param previews where plugins show unfinished pictures
   */
  Wiring(HostOptions options, Previews previews) {
    NativeLibrary.unpack(options.home());
    ModelHashes hashes = hashes(options.home());
    models =
        new ModelStore(
            new NetworkOpener(
                OrtRuntime.open(options.loading()),
                new WideWeights(
                    hashes, options.home().resolve("f32"), options.weightsCacheBytes())),
            new ModelCatalog(options.models(), hashes),
            hashes,
            options.residents());
    plugins =
        plugins(
            options,
            Map.of(
                Previews.class,
                previews,
                Embeddings.class,
                // The runtime lends what in turn asks the runtime for hooks.
                new TextEmbeddings(models, this::hooks)));
    pipeline = new GenerationPipeline(models, plugins);
  }

  private HookSource.Hooks hooks(GenerationRequest request) {
    return plugins.open(request);
  }

  /** The models alone: enough to list them. */
  static ModelCatalog catalog(HostOptions options) {
    return new ModelCatalog(options.models(), hashes(options.home()));
  }

  /** The plugins alone: enough to list them and to switch them. */
  static PluginRuntime plugins(HostOptions options) {
    return plugins(options, Map.of());
  }

  private static PluginRuntime plugins(HostOptions options, Map<Class<?>, Object> services) {
    return new PluginRuntime(
        new PluginRuntime.Settings(
            options.plugins(),
            options.home(),
            options.safeMode(),
            Distribution.spiVersion(),
            places()),
        services);
  }

  private static HostPlaces places() {
    SamplerCatalog own = new SamplerCatalog(List.of(), List.of());
    return new HostPlaces(
        Map.of(
            "route",
            HostRoutes.all(),
            "command",
            CommandLineTool.COMMANDS,
            "SamplerProvider",
            own.samplers().stream()
                .flatMap(it -> Stream.concat(Stream.of(it.name()), it.aliases().stream()))
                .toList(),
            "ScheduleProvider",
            own.schedules().stream()
                .flatMap(
                    it -> Stream.concat(Stream.of(it.name(), it.label()), it.aliases().stream()))
                .toList(),
            "GuidanceHook",
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

  ModelCatalog models() {
    return models.catalog();
  }

  @Override
  public void close() {
    plugins.close();
    models.close();
  }
}
