package dev.kiln.host.infotext;

import dev.kiln.host.request.RequestFields;
import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Locale;
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
        Stream.of("Schedule type", "Scheduler").map(keys::take).reduce(String::concat).orElse("");
    if (!schedule.isEmpty() && isSchedule(comfySchedule(schedule))) {
      keys.put(RequestFields.SCHEDULER, comfySchedule(schedule));
    } else if (!schedule.isEmpty()) {
      keys.warn(
          "the picture's schedule %s is not here; the sampler's own is used".formatted(schedule));
    }
    if (sampler.isEmpty()) {
      return;
    }
    String found = isSampler(sampler) ? sampler : comfySampler(sampler);
    if (isSampler(found)) {
      keys.put(RequestFields.SAMPLER, found);
    } else {
      keys.warn(
          "the picture's sampler %s is not here; %s draws another picture"
              .formatted(sampler, RequestFields.SAMPLER.defaultValue()));
    }
  }

  private boolean isSampler(String name) {
    return isThere(name, "");
  }

  private boolean isSchedule(String name) {
    return isThere(RequestFields.SAMPLER.defaultValue(), name);
  }

  private boolean isThere(String sampler, String schedule) {
    try {
      names.choose(sampler, schedule);
      return true;
    } catch (BadRequest unknown) {
      return false;
    } catch (SamplerNames.Unscheduled known) {
      return true;
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
                    + comfySchedule(schedule))
        .orElseGet(() -> comfyName(plain));
  }

  private String comfyName(String name) {
    return Stream.of("k_" + name, "k_" + name.replace("ancestral", "a"), name.replace("_", ""))
        .filter(this::isSampler)
        .findFirst()
        .orElse(name);
  }

  private static String comfySchedule(String name) {
    return name.equalsIgnoreCase("ddim_uniform") ? "DDIM" : name;
  }
}
