package dev.kiln.host.sampler;

import dev.kiln.host.NearestNames;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of all samplers and schedules: the host's in webUI's order, then those of plugins.
 * Where a plugin's has a name of the host's, the host's is found.
 */
public final class SamplerNames {
  private static final ScheduleInfo AUTOMATIC =
      new ScheduleInfo("automatic", "Automatic", List.of(), 0, false);

  private final List<SamplerInfo> samplers;
  private final List<ScheduleInfo> schedules;

  /** Put those of plugins behind the host's. */
  public SamplerNames(List<SamplerInfo> samplers, List<ScheduleInfo> schedules) {
    this.samplers =
        Stream.concat(HostSamplers.all().stream().map(OfferedSampler::info), samplers.stream())
            .toList();
    this.schedules =
        Stream.concat(HostSchedules.all().stream().map(OfferedSchedule::info), schedules.stream())
            .toList();
  }

  /** A sampler with the schedule that it runs on; "Automatic" is resolved. */
  public record Chosen(SamplerInfo sampler, ScheduleInfo schedule) {}

  /** A sampler's own schedule is not there: no fault of the request. */
  public static final class Unscheduled extends PluginProblem {
    private final String sampler;

    private Unscheduled(SamplerInfo sampler) {
      super("its schedule \"" + sampler.schedule() + "\" is not there; name a scheduler with it");
      this.sampler = sampler.name();
    }

    public String sampler() {
      return sampler;
    }
  }

  public List<SamplerInfo> samplers() {
    return samplers;
  }

  /** All schedules, "Automatic" first. */
  public List<ScheduleInfo> schedules() {
    return Stream.concat(Stream.of(AUTOMATIC), schedules.stream()).toList();
  }

  /**
   * Find a sampler and its schedule by name, label or alias in any case.
   *
   * @param sampler may carry a schedule behind it, "DPM++ SDE Karras", which then counts
   * @param scheduler a schedule; empty or "automatic" for the sampler's own
   * @throws BadRequest when there is none of that name, with the nearest ones
   * @throws Unscheduled when the sampler's own schedule is not there
   */
  public Chosen choose(String sampler, String scheduler) {
    ScheduleInfo schedule = scheduler.isBlank() ? AUTOMATIC : schedule(scheduler);
    Optional<SamplerInfo> whole = find(sampler);
    if (whole.isPresent()) {
      return chosen(whole.get(), schedule);
    }
    for (ScheduleInfo candidate : schedules()) {
      for (String name : candidate.names()) {
        Optional<SamplerInfo> found = withoutSuffix(sampler, name).flatMap(this::find);
        if (found.isPresent()) {
          return chosen(found.get(), candidate);
        }
      }
    }
    throw unknown("sampler", sampler, samplers.stream().map(SamplerInfo::name).toList());
  }

  private Chosen chosen(SamplerInfo sampler, ScheduleInfo schedule) {
    return new Chosen(
        sampler,
        schedule == AUTOMATIC
            ? find(sampler.schedule(), schedules).orElseThrow(() -> new Unscheduled(sampler))
            : schedule);
  }

  private ScheduleInfo schedule(String wanted) {
    return find(wanted, schedules())
        .orElseThrow(
            () ->
                unknown(
                    "scheduler", wanted, schedules().stream().map(ScheduleInfo::label).toList()));
  }

  private static Optional<ScheduleInfo> find(String wanted, List<ScheduleInfo> among) {
    return among.stream()
        .filter(info -> info.names().stream().anyMatch(wanted.strip()::equalsIgnoreCase))
        .findFirst();
  }

  private Optional<SamplerInfo> find(String wanted) {
    return samplers.stream()
        .filter(info -> info.names().stream().anyMatch(wanted.strip()::equalsIgnoreCase))
        .findFirst();
  }

  private static Optional<String> withoutSuffix(String text, String suffix) {
    int start = text.strip().length() - suffix.length() - 1;
    return start > 0
            && text.strip().regionMatches(true, start, " " + suffix, 0, suffix.length() + 1)
        ? Optional.of(text.strip().substring(0, start))
        : Optional.empty();
  }

  private static BadRequest unknown(String what, String wanted, List<String> known) {
    return new BadRequest(
        "unknown " + what + " \"" + wanted + "\"; nearest: " + NearestNames.of(wanted, known));
  }
}
