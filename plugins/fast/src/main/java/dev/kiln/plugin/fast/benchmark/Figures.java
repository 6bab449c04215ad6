package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.benchmark.TrialRecord.Compared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What reports say of a record: a line for each setting that was tried. */
record Figures(TrialRecord record, List<Setting> settings) {
  /** The fastest first; the untouched request above all. */
  List<Line> lines() {
    List<Line> lines =
        settings.stream().filter(it -> !record.all(it).isEmpty()).map(this::line).toList();
    return lines.stream()
        .map(line -> line.onFront(lines.stream().noneMatch(it -> it.beats(line))))
        .sorted(
            Comparator.comparing((Line line) -> !line.setting().equals(Setting.UNTOUCHED))
                .thenComparing(line -> !line.isMeasured())
                .thenComparing(line -> -line.requestRatio()))
        .toList();
  }

  private Line line(Setting setting) {
    List<Compared> all = record.compared(setting);
    List<Trial> trials = record.all(setting);
    return new Line(
        setting,
        all.size(),
        median(all, it -> it.untouched().loopSeconds() / it.shot().loopSeconds()),
        median(all, it -> it.untouched().requestSeconds() / it.shot().requestSeconds()),
        median(all, it -> (double) it.shot().rows() / it.untouched().rows()),
        median(all, it -> it.shot().squaredError()),
        median(all, it -> it.shot().ssim()),
        all.stream().mapToDouble(it -> it.shot().ssim()).min().orElse(Double.NaN),
        all.stream().mapToDouble(it -> it.shot().agreement()).average().orElse(Double.NaN),
        median(trials, Trial::readySeconds),
        trials.stream().mapToLong(Trial::peakBytes).max().orElse(0),
        false,
        note(setting, trials));
  }

  private String note(Setting setting, List<Trial> trials) {
    String problem = record.problem(setting);
    return problem.isEmpty() ? trials.get(0).note() : problem;
  }

  /** NaN where there are none. */
  private static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
    int size = sorted.length;
    return size == 0 ? Double.NaN : (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
  }

  /** How the numbers came about, a sentence each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Settings take turns, each in processes of its own. Ratios, SSIM and PSNR are medians over"
            + " the seeds, each against the untouched picture of the same seed in the same turn.");
    remarks.add(
        "loop is the sampling loop; request is from the request to the picture, process and"
            + " networks ready. ready is how long the first request of a process takes to its"
            + " first step.");
    remarks.add(
        "rows are those that the network is run on: one for the prompt and one for the negative"
            + " prompt in each evaluation. An evaluation of a part of the network counts as a whole"
            + " one.");
    remarks.add(
        "A setting is on the front (*) where none is both as fast and as alike. Fewer steps stand"
            + " beside it for comparison, and are never chosen.");
    return remarks;
  }

  /** For programs; null where a number is not known. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("about", record.about());
    values.put("remarks", remarks());
    values.put("settings", lines().stream().map(Line::values).toList());
    return values;
  }
}
