package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was measured so far: written after each trial, so that an interruption loses one at most.
 *
 * @param name of its file and of the folder of its pictures
 * @param about what was measured on what, in the order in which reports show it
 * @param trials by setting and block: in each block all settings draw the same seeds in turns
 */
record TrialRecord(String name, Map<String, String> about, Map<String, Trial> trials) {
  private static String key(Setting setting, String block) {
    return setting.name() + " | " + block;
  }

  Optional<Trial> trial(Setting setting, String block) {
    return Optional.ofNullable(trials.get(key(setting, block)));
  }

  void put(Setting setting, String block, Trial trial) {
    trials.put(key(setting, block), trial);
  }

  /** The blocks in which a setting was tried. */
  private Stream<String> blocks(Setting setting) {
    String begin = key(setting, "");
    return trials.keySet().stream()
        .filter(it -> it.startsWith(begin))
        .map(it -> it.substring(begin.length()));
  }

  /** All trials of a setting, whatever their block. */
  List<Trial> all(Setting setting) {
    return blocks(setting).map(block -> trial(setting, block).orElseThrow()).toList();
  }

  /** Why a setting cannot be run; empty while nothing is known against it. */
  String problem(Setting setting) {
    return all(setting).stream()
        .map(Trial::problem)
        .filter(it -> !it.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The shots of a setting, each with the untouched one of the same seed and block. */
  List<Compared> compared(Setting setting) {
    return blocks(setting).flatMap(block -> compared(setting, block)).toList();
  }

  private Stream<Compared> compared(Setting setting, String block) {
    List<Shot> shots = trial(setting, block).orElseThrow().shots();
    List<Shot> untouched = trial(Setting.UNTOUCHED, block).map(Trial::shots).orElse(List.of());
    return IntStream.range(0, Math.min(shots.size(), untouched.size()))
        .mapToObj(i -> new Compared(shots.get(i), untouched.get(i)));
  }

  /** The same seed, drawn with a setting and without, in turns. */
  record Compared(Shot shot, Shot untouched) {}

  Map<String, Object> values() {
    Map<String, Object> all = new LinkedHashMap<>();
    trials.forEach((key, trial) -> all.put(key, trial.values()));
    return Map.of("about", about, "trials", all);
  }

  static TrialRecord read(String name, Map<String, ?> json) {
    Map<String, String> about = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("about")).forEach((key, it) -> about.put(key.toString(), it.toString()));
    Map<String, Trial> trials = new LinkedHashMap<>();
    ((Map<?, ?>) json.get("trials"))
        .forEach((key, it) -> trials.put(key.toString(), Trial.read((Map<?, ?>) it)));
    return new TrialRecord(name, about, trials);
  }
}
