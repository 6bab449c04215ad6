package dev.kiln.host.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * One operator of networks at one shape, and those that can compute it: what is measured at once
 * and remembered, whichever model and picture size it occurs in.
 *
 * @param kind of operator; attention is the only one so far
 * @param shape its sizes; equal ones are equally fast
 * @param subject it alone
 * @param builds of the candidates, by name
 */
record TuningTask(String kind, Record shape, Subject subject, SortedMap<String, String> builds) {
  /** What the outcome depends on, the machine aside. */
  String key() {
    return kind + " " + shape + " " + builds;
  }

  /** The names of the candidates behind one that stands for the operator as it was exported. */
  List<String> names(String untouched) {
    List<String> names = new ArrayList<>(List.of(untouched));
    names.addAll(builds.keySet());
    return names;
  }
}
