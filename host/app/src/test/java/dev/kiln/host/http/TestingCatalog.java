package dev.kiln.host.http;

import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Four samplers, two schedules, two models. */
final class TestingCatalog implements Catalog {
  volatile List<NetworkFile> networks = List.of();

  private static final Map<String, Object> DEFAULTS = Map.of("steps", 12L);

  @Override
  public List<SamplerInfo> samplers() {
    return List.of(
        SamplerInfo.of("DPM++ 2M", "k_dpmpp_2m").withSchedule("karras"),
        SamplerInfo.of("Euler a", "k_euler_a").with(Trait.USES_ENSD),
        SamplerInfo.of("Euler", "k_euler"),
        SamplerInfo.of("DDIM", "ddim").with(Trait.ADAPTIVE, Trait.READS_UNCOND));
  }

  @Override
  public List<ScheduleInfo> schedules() {
    return List.of(
        new ScheduleInfo("automatic", "Automatic", List.of(), 0, false),
        new ScheduleInfo("karras", "Karras", List.of("Karras alias"), 7, false));
  }

  @Override
  public Optional<SamplerInfo> sampler(String name) {
    return samplers().stream().filter(info -> name.equalsIgnoreCase(info.name())).findFirst();
  }

  @Override
  public List<ModelEntry> models() {
    return List.of(
        new ModelEntry(
            "default",
            "default [0123456789]",
            "0123456789abcdef",
            "/models/default",
            128,
            Map.of()),
        new ModelEntry(
            "other", "other [fedcba9876]", "fedcba9876543210", "/models/other", 512, DEFAULTS));
  }

  @Override
  public Filling defaults(String model, Predicate<RequestField<?>> given) {
    return given.test(RequestFields.STEPS)
        ? Filling.NOTHING
        : new Filling(Map.of(RequestFields.STEPS, 12L), Map.of(), List.of("a setting is wrong"));
  }

  @Override
  public List<NetworkFile> networks() {
    return networks;
  }

  @Override
  public List<VaeEntry> vaes() {
    return List.of(new VaeEntry("kl-f8", "/models/vae/kl-f8.safetensors"));
  }
}
