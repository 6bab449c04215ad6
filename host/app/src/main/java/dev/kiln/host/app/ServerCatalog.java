package dev.kiln.host.app;

import dev.kiln.host.http.Catalog;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.plugin.PluginContributions;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What clients may choose from: the host's samplers and schedules, those of plugins by the names
 * that their jars declare, the models.
 */
final class ServerCatalog implements Catalog {
  private final ModelCatalog models;
  private final PluginContributions plugins;

  ServerCatalog(ModelCatalog models, PluginContributions plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  private record DeclaredSampler(SamplerInfo info) implements SamplerProvider {
    @Override
    public Sampler create() {
      throw new UnsupportedOperationException(info.name() + " is only declared");
    }
  }

  private record DeclaredSchedule(ScheduleInfo info) implements ScheduleProvider {
    @Override
    public double[] sigmas(ScheduleCall call) {
      throw new UnsupportedOperationException(info.name() + " is only declared");
    }
  }

  private SamplerCatalog all() {
    List<SamplerProvider> samplers =
        plugins.offers("SamplerProvider").stream()
            .<SamplerProvider>map(name -> new DeclaredSampler(SamplerInfo.of(name)))
            .toList();
    List<ScheduleProvider> schedules =
        plugins.offers("ScheduleProvider").stream()
            .<ScheduleProvider>map(
                name -> new DeclaredSchedule(new ScheduleInfo(name, name, List.of(), 0, false)))
            .toList();
    return new SamplerCatalog(samplers, schedules);
  }

  @Override
  public List<SamplerInfo> samplers() {
    return all().samplers();
  }

  @Override
  public List<ScheduleInfo> schedules() {
    return all().schedules();
  }

  @Override
  public Optional<SamplerInfo> sampler(String name) {
    try {
      return Optional.of(all().choose(name, "").sampler().info());
    } catch (BadRequest unknown) {
      return Optional.empty();
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
