package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares all optimizers: memory first, each in its process, then speed in turns in this one. */
@Singleton
final class AttentionBenchmark {
  /** The optimizer that is tried on a whole picture. */
  static final String FUSED = "sdp";

  private final AttentionLab lab;
  private final Weighing weighing;

  @Inject
  AttentionBenchmark(AttentionLab lab, Weighing weighing) {
    this.lab = lab;
    this.weighing = weighing;
  }

  /** Is told how far it is. */
  interface Progress {
    void say(String line) throws InterruptedException;
  }

  /**
   * Refuse what cannot be compared before any work.
   *
   * @throws BadRequest when there is nothing to compare, or no such model
   */
  void check(Extent extent) {
    List<String> optimizers = lab.optimizers();
    if (optimizers.isEmpty()) {
      throw new BadRequest(
          "there is no attention optimizer to compare; put a jar of one, attention-xformers say,"
              + " into the plugin folder");
    }
    // The default model is measured in any case.
    lab.demandModel(extent.model());
    if (!extent.model().isEmpty() && !optimizers.contains(FUSED)) {
      throw new BadRequest(
          "a model is measured with the optimizer \"" + FUSED + "\"; there are " + optimizers);
    }
  }

  /**
   * Compare.
   *
   * @throws BadRequest as {@link #check} does
   */
  Comparison compare(Extent extent, Progress progress) throws InterruptedException {
    check(extent);
    List<String> all = new ArrayList<>(List.of(AttentionLab.UNTOUCHED));
    all.addAll(lab.optimizers());
    // The named model goes first, as one that cannot be run should not be found after minutes.
    List<BenchmarkRow> picture = extent.model().isEmpty() ? List.of() : picture(extent, progress);
    List<BenchmarkRow> rows = new ArrayList<>();
    for (Workload work : extent.workloads()) {
      boolean site = work instanceof SiteWorkload;
      rows.addAll(compare(work, all, site ? extent.siteRounds() : extent.unetRounds(), progress));
    }
    rows.addAll(picture);
    return new Comparison(List.copyOf(rows));
  }

  private List<BenchmarkRow> picture(Extent extent, Progress progress) throws InterruptedException {
    Workload work = new UnetWorkload(extent.model(), 1024, 768);
    return compare(work, List.of(AttentionLab.UNTOUCHED, FUSED), extent.unetRounds(), progress);
  }

  private List<BenchmarkRow> compare(
      Workload work, List<String> optimizers, int rounds, Progress progress)
      throws InterruptedException {
    progress.say(work.label() + ": memory of " + optimizers.size() + " processes");
    long baseline = 0;
    if (work.withoutScores().isPresent()) {
      baseline = weighing.weigh(work.withoutScores().get(), AttentionLab.UNTOUCHED).peakBytes();
    }
    Map<String, ProcessCost> weights = new LinkedHashMap<>();
    for (String optimizer : optimizers) {
      weights.put(optimizer, weighing.weigh(work, optimizer));
    }
    // What a process of its own does not survive would end this one.
    List<String> fit =
        optimizers.stream().filter(it -> weights.get(it).problem().isEmpty()).toList();
    progress.say(work.label() + ": speed of " + fit.size() + " in " + rounds + " rounds");
    if (lab.generating()) {
      progress.say(work.label() + ": waits for a picture that is being made");
    }
    Map<String, Trial> trials = new LinkedHashMap<>();
    if (!fit.isEmpty()) {
      work.run(lab, fit, rounds).forEach(trial -> trials.put(trial.optimizer(), trial));
    }
    List<BenchmarkRow> rows = new ArrayList<>();
    for (String optimizer : optimizers) {
      ProcessCost weight = weights.get(optimizer);
      rows.add(
          new BenchmarkRow(
              work, trial(trials, optimizer, weight), untouched(trials), weight, baseline));
    }
    return rows;
  }

  private static Trial trial(Map<String, Trial> trials, String optimizer, ProcessCost weight) {
    Trial none = new Trial(optimizer, Double.NaN, Double.NaN, "", weight.problem());
    return trials.getOrDefault(optimizer, none);
  }

  private static double untouched(Map<String, Trial> trials) {
    Trial untouched = trials.get(AttentionLab.UNTOUCHED);
    return untouched == null ? Double.NaN : untouched.seconds();
  }
}
