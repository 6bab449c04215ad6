package dev.kiln.host.infotext;

import dev.kiln.host.request.RequestFields;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sampler and the schedule of an infotext: webUI's names, those of its old versions with both
 * in one, and ComfyUI's.
 */
final class RecalledSampler {
  private static final List<String> COMFY_SCHEDULES =
      List.of(
          "karras",
          "exponential",
          "sgm_uniform",
          "ddim_uniform",
          "simple",
          "normal",
          "beta",
          "kl_optimal");

  private final SamplerNames names;
  private final KeyReader keys;

  RecalledSampler(SamplerNames names, KeyReader keys) {
    this.names = names;
    this.keys = keys;
  }

  void read() {
    String sampler = keys.take("Sampler");
    String schedule =
        Stream.of("Schedule type", "Scheduler").map(keys::take).reduce("", String::concat);
    if (!schedule.isEmpty()) {
      schedule(schedule);
    }
    if (sampler.isEmpty()) {
      return;
    }
    String found = isSampler(sampler) ? sampler : comfySampler(sampler);
    if (isSampler(found)) {
      sampler(found);
    } else {
      keys.warn(
          "the picture's sampler %s is not here; %s draws another picture"
              .formatted(sampler, RequestFields.SAMPLER.defaultValue()));
    }
  }

  private void schedule(String text) {
    String wanted = text.equalsIgnoreCase("ddim_uniform") ? "DDIM" : text;
    Optional<String> found =
        names.schedules().stream()
            .filter(schedule -> schedule.names().stream().anyMatch(wanted::equalsIgnoreCase))
            .map(ScheduleInfo::name)
            .findFirst();
    found.ifPresent(name -> keys.put(RequestFields.SCHEDULER, name));
    if (found.isEmpty()) {
      keys.warn("the picture's schedule %s is not here; the sampler's own is used".formatted(text));
    }
  }

  /** By their own names, which lists have too. A schedule in the sampler's name counts. */
  private void sampler(String text) {
    SamplerNames.Chosen chosen = names.choose(text, "");
    keys.put(RequestFields.SAMPLER, chosen.sampler().name());
    if (chosen.sampler().names().stream().noneMatch(text.strip()::equalsIgnoreCase)) {
      keys.put(RequestFields.SCHEDULER, chosen.schedule().name());
    }
  }

  private boolean isSampler(String name) {
    try {
      names.choose(name, "");
      return true;
    } catch (BadRequest | SamplerNames.Unscheduled unusable) {
      return false;
    }
  }

  /** {@code dpmpp_2s_ancestral_karras}: k-diffusion's names, perhaps with a schedule behind it. */
  private String comfySampler(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace("_gpu", "");
    return COMFY_SCHEDULES.stream()
        .filter(schedule -> plain.endsWith("_" + schedule))
        .findFirst()
        .map(
            schedule ->
                comfyName(plain.substring(0, plain.length() - schedule.length() - 1))
                    + " "
                    + schedule.replace("ddim_uniform", "DDIM"))
        .orElseGet(() -> comfyName(plain));
  }

  private String comfyName(String name) {
    return Stream.of("k_" + name, "k_" + name.replace("ancestral", "a"), name.replace("_", ""))
        .filter(this::isSampler)
        .findFirst()
        .orElse(name);
  }
}
