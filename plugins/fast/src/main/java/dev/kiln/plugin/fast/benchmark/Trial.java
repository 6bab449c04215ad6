package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process that drew a few seeds with one setting.
 *
 * @param shots one for each seed
 * @param readySeconds from the first request to its first step, which is not timed: sessions
 * @param peakBytes the most memory that was ever resident; 0 if not known
 * @param attention how it was computed, and which text the first picture has; for the report
 * @param infotext of the first picture
 * @param note a warning of the first request; empty for none
 * @param problem why it could not be run; empty if it could
 */
record Trial(
    List<Shot> shots,
    double readySeconds,
    long peakBytes,
    String attention,
    String infotext,
    String note,
    String problem) {
  Trial {
    shots = List.copyOf(shots);
  }

  static Trial refused(String why) {
    return new Trial(List.of(), Double.NaN, 0, "", "", "", why);
  }

  Trial judged(List<Shot> all, long bytes) {
    return new Trial(all, readySeconds, bytes, attention, infotext, note, problem);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("shots", shots.stream().map(Shot::values).toList());
    values.put("readySeconds", readySeconds);
    values.put("peakBytes", peakBytes);
    values.put("attention", attention);
    values.put("infotext", infotext);
    values.put("note", note);
    values.put("problem", problem);
    return values;
  }

  static Trial read(Map<?, ?> json) {
    return new Trial(
        ((List<?>) json.get("shots")).stream().map(it -> Shot.read((Map<?, ?>) it)).toList(),
        json.get("readySeconds") instanceof Number seconds ? seconds.doubleValue() : Double.NaN,
        ((Number) json.get("peakBytes")).longValue(),
        json.get("attention").toString(),
        json.get("infotext").toString(),
        json.get("note").toString(),
        json.get("problem").toString());
  }
}
