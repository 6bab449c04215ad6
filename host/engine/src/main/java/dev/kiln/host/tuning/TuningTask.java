package dev.kiln.host.tuning;

import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One operator of networks at one shape, and those that can compute it: what is measured at once
 * and remembered, whichever model and picture size it occurs in.
 *
 * @param kind of operator: {@link #ATTENTION} or {@link #CONVOLUTION}
 * @param shape its sizes; equal ones are equally fast
 * @param subject it alone
 * @param candidates that can compute it
 */
record TuningTask(String kind, Record shape, Subject subject, List<OptimizerLine> candidates) {
  static final String ATTENTION = "attention";
  static final String CONVOLUTION = "convolution";

  /** Of a jar's hash: enough to tell one build from another. */
  private static final int BUILD = 12;

  /** What the outcome depends on, the machine aside. */
  String key() {
    return kind + " " + shape + " " + builds();
  }

  /** Builds of the candidates, by name. */
  private SortedMap<String, String> builds() {
    SortedMap<String, String> builds = new TreeMap<>();
    candidates.forEach(line -> builds.put(line.name(), build(line)));
    return builds;
  }

  static String build(OptimizerLine line) {
    return line.state().substring(0, BUILD);
  }

  /** The names of the candidates behind one that stands for the operator as it was exported. */
  List<String> names(String untouched) {
    List<String> names = new ArrayList<>(List.of(untouched));
    names.addAll(builds().keySet());
    return names;
  }
}
