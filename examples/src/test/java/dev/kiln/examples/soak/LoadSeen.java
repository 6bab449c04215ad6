package dev.kiln.examples.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the clients of a load saw. Safe from any thread. */
final class LoadSeen {
  final Queue<Made> made = new ConcurrentLinkedQueue<>();
  final Queue<Stopped> stopped = new ConcurrentLinkedQueue<>();
  final Queue<String> problems = new ConcurrentLinkedQueue<>();
  final AtomicInteger full = new AtomicInteger();

  /** Jobs that the server took, by id; whether their client stopped them. */
  final Map<String, Boolean> accepted = new ConcurrentHashMap<>();

  /**
   * A picture.
   *
   * @param route that makes it again, with this body
   * @param millis from the request to the picture
   */
  record Made(String route, ObjectNode body, int[] pixels, double millis) {}

  /**
   * A job that was stopped while it ran.
   *
   * @param millis until it had ended
   * @param step how long a step of it took, in milliseconds
   * @param steps that it still made; 0 for one that gave a picture, which does not tell
   */
  record Stopped(boolean interrupted, double millis, double step, int steps) {}

  /** The middle one, and the largest. */
  static String middleAndMost(Collection<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    return sorted.isEmpty()
        ? "none"
        : "%.0f ms, at most %.0f ms"
            .formatted(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }
}
