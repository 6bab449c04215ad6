package dev.kiln.spi.sampling;

import dev.kiln.spi.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A sampler's names and requirements.
 *
 * @param name as users know it: "DPM++ 2M"
 * @param aliases further names: "k_dpmpp_2m"
 * @param schedule the name of the schedule that "Automatic" means for it
 * @param traits special requirements
 */
@ValueType
public record SamplerInfo(String name, List<String> aliases, String schedule, Set<Trait> traits) {
  public enum Trait {
    /** Two evaluations per step. */
    SECOND_ORDER,
    /** Draws {@code brownianNoise}. */
    BROWNIAN_NOISE,
    /** Draws {@code noise} in its steps, so that the noise seed delta applies. */
    USES_ENSD,
    /** Reads {@code SamplerOptions.eta}; of all others it is what {@code defaultEta} says. */
    USES_ETA,
    /** Reads churn, tMin and tMax of its options; to all others there is no churn. */
    USES_CHURN,
    /** Reads {@code SamplerOptions.noise}; to all others it is 1. */
    USES_NOISE,
    /**
     * Better without the smallest noise level: one more is asked for and the last but one dropped.
     */
    DISCARD_NEXT_TO_LAST_SIGMA,
    /** Asks for {@code Denoiser.uncond}, which is then computed even where guidance needs none. */
    READS_UNCOND,
    /** Chooses its steps by what it sees: each image gets a pass of its own. */
    ADAPTIVE
  }

  public SamplerInfo {
    aliases = List.copyOf(aliases);
    traits = Set.copyOf(traits);
  }

  public static SamplerInfo of(String name, String... aliases) {
    return new SamplerInfo(name, List.of(aliases), "uniform", Set.of());
  }

  public SamplerInfo withSchedule(String schedule) {
    return new SamplerInfo(name, aliases, schedule, traits);
  }

  public SamplerInfo with(Trait first, Trait... more) {
    return new SamplerInfo(name, aliases, schedule, EnumSet.of(first, more));
  }

  /** All names by which it is found, the listed one first. */
  public List<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }
}
