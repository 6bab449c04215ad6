package dev.kiln.host.sampler;

import dev.kiln.host.NearestNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.ScheduleInfo;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All samplers and schedules by name: the host's in webUI's order, then those of plugins. */
public final class SamplerCatalog {
  private static final ScheduleInfo AUTOMATIC =
      new ScheduleInfo("automatic", "Automatic", List.of(), 0, false);

  private final List<SamplerProvider> samplers;
  private final List<ScheduleProvider> schedules;

  /**
   * Put those of plugins behind the host's. Where one has a name of the host's, the host's is
   * found.
   */
  public SamplerCatalog(List<SamplerProvider> samplers, List<ScheduleProvider> schedules) {
    this.samplers = Stream.concat(HostSamplers.all().stream(), samplers.stream()).toList();
    this.schedules = Stream.concat(HostSchedules.all().stream(), schedules.stream()).toList();
  }

  /** A sampler with the schedule that it runs on; "Automatic" is resolved. */
  public record Choice(SamplerProvider sampler, ScheduleProvider schedule) {}

  public List<SamplerInfo> samplers() {
    return samplers.stream().map(SamplerProvider::info).toList();
  }

  /** All schedules, "Automatic" first. */
  public List<ScheduleInfo> schedules() {
    return Stream.concat(Stream.of(AUTOMATIC), schedules.stream().map(ScheduleProvider::info))
        .toList();
  }

  /**
   * Find a sampler and its schedule by name, label or alias in any case.
   *
   * @param sampler may carry a schedule behind it, "DPM++ SDE Karras", which then counts
   * @param scheduler a schedule; empty or "automatic" for the sampler's own
   * @throws BadRequest when there is none of that name, with the nearest ones
   */
  public Choice choose(String sampler, String scheduler) {
    ScheduleInfo schedule = schedule(scheduler);
    Optional<SamplerProvider> whole = find(sampler);
    if (whole.isPresent()) {
      return choice(whole.get(), schedule);
    }
    for (ScheduleInfo candidate : schedules()) {
      for (String name : names(candidate)) {
        Optional<SamplerProvider> found = withoutSuffix(sampler, name).flatMap(this::find);
        if (found.isPresent()) {
          return choice(found.get(), candidate);
        }
      }
    }
    List<String> known = samplers().stream().map(SamplerInfo::name).toList();
    throw unknown("sampler", sampler, known);
  }

  /**
   * The noise levels of a pass, descending.
   *
   * @param steps how many steps the user asked for
   */
  public double[] sigmas(Choice choice, int steps, SigmaTable table, SigmaWishes wishes) {
    Optional<double[]> own = choice.sampler().ownSigmas(steps, table);
    if (own.isPresent()) {
      return own.get();
    }
    boolean discard =
        wishes.discardPenultimate()
            || choice.sampler().info().has(Trait.DISCARD_NEXT_TO_LAST_SIGMA);
    ScheduleProvider schedule = choice.schedule();
    double[] sigmas =
        schedule.sigmas(
            new ScheduleCall(
                discard ? steps + 1 : steps,
                wishes.sigmaMin() == 0 ? table.min() : wishes.sigmaMin(),
                wishes.sigmaMax() == 0 ? table.max() : wishes.sigmaMax(),
                wishes.rho() == 0 ? schedule.info().rho() : wishes.rho(),
                table));
    return discard ? withoutPenultimate(sigmas) : sigmas;
  }

  private Choice choice(SamplerProvider sampler, ScheduleInfo schedule) {
    String name = schedule == AUTOMATIC ? sampler.info().schedule() : schedule.name();
    return schedules.stream()
        .filter(known -> known.info().name().equalsIgnoreCase(name))
        .findFirst()
        .map(known -> new Choice(sampler, known))
        .orElseThrow(() -> unknownSchedule(name));
  }

  private ScheduleInfo schedule(String wanted) {
    if (wanted.isBlank()) {
      return AUTOMATIC;
    }
    return schedules().stream()
        .filter(info -> names(info).stream().anyMatch(wanted.strip()::equalsIgnoreCase))
        .findFirst()
        .orElseThrow(() -> unknownSchedule(wanted));
  }

  private Optional<SamplerProvider> find(String wanted) {
    String name = wanted.strip();
    return samplers.stream()
        .filter(
            sampler ->
                sampler.info().name().equalsIgnoreCase(name)
                    || sampler.info().aliases().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  private static Optional<String> withoutSuffix(String text, String suffix) {
    int start = text.strip().length() - suffix.length() - 1;
    return start > 0
            && text.strip().regionMatches(true, start, " " + suffix, 0, suffix.length() + 1)
        ? Optional.of(text.strip().substring(0, start))
        : Optional.empty();
  }

  private static List<String> names(ScheduleInfo info) {
    List<String> names = new ArrayList<>(List.of(info.label(), info.name()));
    names.addAll(info.aliases());
    return names;
  }

  private static double[] withoutPenultimate(double[] sigmas) {
    double[] kept = new double[sigmas.length - 1];
    System.arraycopy(sigmas, 0, kept, 0, kept.length - 1);
    kept[kept.length - 1] = sigmas[sigmas.length - 1];
    return kept;
  }

  private BadRequest unknownSchedule(String wanted) {
    return unknown("scheduler", wanted, schedules().stream().map(ScheduleInfo::label).toList());
  }

  private static BadRequest unknown(String what, String wanted, List<String> known) {
    return new BadRequest(
        "unknown " + what + " \"" + wanted + "\"; nearest: " + NearestNames.of(wanted, known));
  }
}
