package dev.kiln.host.http;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelFolder;
import dev.kiln.host.sampler.SamplerCatalog;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The models on disk, and the samplers of the host and its plugins. */
public final class HostCatalog implements Catalog {
  private final ModelCatalog models;
  private final Supplier<SamplerCatalog> samplers;

  /**
   * @param samplers asked anew at each question, because plugins come and go
   */
  public HostCatalog(ModelCatalog models, Supplier<SamplerCatalog> samplers) {
    this.models = models;
    this.samplers = samplers;
  }

  @Override
  public List<SamplerInfo> samplers() {
    return samplers.get().samplers();
  }

  @Override
  public List<ScheduleInfo> schedules() {
    return samplers.get().schedules();
  }

  @Override
  public boolean hasSampler(String name) {
    try {
      samplers.get().choose(name, "");
      return true;
    } catch (BadRequest unknown) {
      return false;
    }
  }

  @Override
  public List<ModelEntry> models() {
    // A folder without a denoising network has no hash and cannot be chosen.
    List<ModelCatalog.Entry> complete =
        models.list().stream().filter(entry -> !entry.sha256().isEmpty()).toList();
    if (complete.isEmpty()) {
      return List.of();
    }
    String standard = models.choose("").name();
    Comparator<ModelCatalog.Entry> standardFirst =
        Comparator.comparing(entry -> !entry.name().equals(standard));
    return complete.stream().sorted(standardFirst).map(HostCatalog::entry).toList();
  }

  private static ModelEntry entry(ModelCatalog.Entry entry) {
    int size = new ModelFolder(entry.name(), entry.folder()).nativeSize();
    return new ModelEntry(
        entry.name(), entry.title(), entry.sha256(), entry.folder().toString(), size);
  }
}
