package dev.kiln.host.sampler;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.List;
import java.util.stream.Stream;

/** All samplers and schedules: the host's, then those of plugins. */
public final class SamplerCatalog {
  private final SamplerNames names;
  private final List<OfferedSampler> samplers;
  private final List<OfferedSchedule> schedules;

  /** Put those of plugins behind the host's. */
  public SamplerCatalog(List<OfferedSampler> samplers, List<OfferedSchedule> schedules) {
    this.names =
        new SamplerNames(
            samplers.stream().map(OfferedSampler::info).toList(),
            schedules.stream().map(OfferedSchedule::info).toList());
    this.samplers = Stream.concat(HostSamplers.all().stream(), samplers.stream()).toList();
    this.schedules = Stream.concat(HostSchedules.all().stream(), schedules.stream()).toList();
  }

  /** A sampler with the schedule that it runs on. */
  public record Choice(OfferedSampler sampler, OfferedSchedule schedule) {}

  /**
   * Find a sampler and its schedule as {@link SamplerNames#choose} does.
   *
   * @throws BadRequest when there is none of that name, with the nearest ones
   */
  public Choice choose(String sampler, String scheduler) {
    SamplerNames.Chosen chosen = names.choose(sampler, scheduler);
    return new Choice(
        samplers.stream()
            .filter(it -> it.info().equals(chosen.sampler()))
            .findFirst()
            .orElseThrow(),
        schedules.stream()
            .filter(it -> it.info().equals(chosen.schedule()))
            .findFirst()
            .orElseThrow());
  }

  /**
   * The noise levels of a pass, descending.
   *
   * @param steps how many steps the user asked for
   * @param trained the levels that the model was trained on
   */
  public double[] sigmas(Choice choice, int steps, SigmaTable trained, SigmaWishes wishes) {
    return choice
        .sampler()
        .provider()
        .ownSigmas(steps, trained)
        .orElseGet(() -> scheduled(choice, steps, trained, wishes));
  }

  /**
   * The noise levels of a pass that redraws a picture.
   *
   * @param trained the levels that the model was trained on
   */
  public PassLevels redrawing(
      Choice choice, PassLevels.Steps steps, SigmaTable trained, SigmaWishes wishes) {
    if (choice.sampler().provider() instanceof PictureSampler own) {
      double[] schedule = scheduled(choice, steps.all(), trained, wishes);
      return own.redrawing(schedule, steps, trained);
    }
    return PassLevels.end(sigmas(choice, steps.all(), trained, wishes), steps);
  }

  private static double[] scheduled(
      Choice choice, int steps, SigmaTable trained, SigmaWishes wishes) {
    SigmaTable table = choice.sampler().table().apply(trained);
    boolean discard =
        wishes.discardPenultimate()
            || choice.sampler().info().has(Trait.DISCARD_NEXT_TO_LAST_SIGMA);
    OfferedSchedule schedule = choice.schedule();
    double[] sigmas =
        schedule
            .provider()
            .sigmas(
                new ScheduleCall(
                    discard ? steps + 1 : steps,
                    wishes.sigmaMin() == 0 ? table.min() : wishes.sigmaMin(),
                    wishes.sigmaMax() == 0 ? table.max() : wishes.sigmaMax(),
                    wishes.rho() == 0 ? schedule.info().rho() : wishes.rho(),
                    table));
    return discard ? withoutPenultimate(sigmas) : sigmas;
  }

  private static double[] withoutPenultimate(double[] sigmas) {
    double[] kept = new double[sigmas.length - 1];
    System.arraycopy(sigmas, 0, kept, 0, kept.length - 1);
    kept[kept.length - 1] = sigmas[sigmas.length - 1];
    return kept;
  }
}
