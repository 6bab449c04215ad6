package dev.kiln.host.app;

import dev.kiln.host.engine.ModelDefaults;
import dev.kiln.host.http.Catalog;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What clients may choose from: samplers and schedules of the host and those that jars declare, and
 * the models.
 */
final class ServerCatalog implements Catalog {
  /** What webUI calls the pages of its cards. */
  private static final Map<ModelKind, String> PAGES =
      Map.of(
          ModelKind.CHECKPOINT, "checkpoints",
          ModelKind.LORA, ModelKind.LORA.label(),
          ModelKind.EMBEDDING, "textual inversion");

  private final ModelCatalog models;
  private final PluginContributions plugins;
  private final ModelDefaults defaults;

  ServerCatalog(ModelCatalog models, PluginContributions plugins, ModelDefaults defaults) {
    this.models = models;
    this.plugins = plugins;
    this.defaults = defaults;
  }

  @Override
  public List<SamplerInfo> samplers() {
    return plugins.samplers().samplers();
  }

  @Override
  public List<ScheduleInfo> schedules() {
    return plugins.samplers().schedules();
  }

  @Override
  public Optional<SamplerInfo> sampler(String name) {
    try {
      return Optional.of(plugins.samplers().choose(name, "").sampler());
    } catch (BadRequest unknown) {
      return Optional.empty();
    }
  }

  @Override
  public List<ModelEntry> models() {
    String first = models.choose("").name();
    return models.list().stream()
        .sorted(Comparator.comparing(entry -> !entry.name().equals(first)))
        .map(this::entry)
        .toList();
  }

  private ModelEntry entry(ModelCatalog.Entry entry) {
    ModelSource source = models.source(entry);
    return new ModelEntry(
        entry.name(),
        entry.title(),
        entry.sha256(),
        entry.path().toString(),
        source.nativeSize(),
        named(defaults.of(source, field -> false)));
  }

  private static Map<String, Object> named(Filling filling) {
    Map<String, Object> named = new LinkedHashMap<>();
    filling.fields().forEach((field, value) -> named.put(field.name(), value));
    return named;
  }

  @Override
  public Filling defaults(String model, Predicate<RequestField<?>> given) {
    return defaults.of(model, given);
  }

  @Override
  public List<NetworkFile> networks() {
    return models.files().stream()
        .filter(file -> PAGES.containsKey(file.kind()))
        .map(
            file ->
                new NetworkFile(
                    PAGES.get(file.kind()),
                    file.name().substring(file.name().lastIndexOf('/') + 1),
                    file.path()))
        .toList();
  }

  @Override
  public List<VaeEntry> vaes() {
    return models.files().stream()
        .filter(file -> file.kind() == ModelKind.VAE)
        .map(file -> new VaeEntry(file.name(), file.path().toString()))
        .toList();
  }
}
