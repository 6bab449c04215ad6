package dev.kiln.host.app;

import dev.kiln.host.http.Catalog;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.plugin.PluginServices;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What clients may choose from: the host's samplers and schedules, those of plugins, the models.
 */
final class ServerCatalog implements Catalog {
  private final SamplerCatalog host = new SamplerCatalog(List.of(), List.of());
  private final ModelCatalog models;
  private final PluginServices plugins;

  ServerCatalog(ModelCatalog models, PluginServices plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  @Override
  public List<SamplerInfo> samplers() {
    return Stream.concat(
            host.samplers().stream(),
            plugins.offers("SamplerProvider").stream().map(SamplerInfo::of))
        .toList();
  }

  @Override
  public List<ScheduleInfo> schedules() {
    return Stream.concat(
            host.schedules().stream(),
            plugins.offers("ScheduleProvider").stream()
                .map(name -> new ScheduleInfo(name, name, List.of(), 0, false)))
        .toList();
  }

  @Override
  public boolean hasSampler(String name) {
    if (plugins.offers("SamplerProvider").stream().anyMatch(name::equalsIgnoreCase)) {
      return true;
    }
    try {
      host.choose(name, "");
      return true;
    } catch (BadRequest unknown) {
      return false;
    }
  }

  @Override
  public List<ModelEntry> models() {
    String first = models.choose("").name();
    return models.list().stream()
        .sorted(Comparator.comparing(entry -> !entry.name().equals(first)))
        .map(
            entry ->
                new ModelEntry(
                    entry.name(),
                    entry.title(),
                    entry.sha256(),
                    entry.path().toString(),
                    models.choose(entry.name()).nativeSize()))
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
