package dev.kiln.host.prompt;

import dev.kiln.host.prompt.ScheduleGroups.Group;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code [from:to:N]}, {@code [to:N]}, {@code [from::N]} and {@code [a|b]}: a text for each step.
 */
final class PromptSchedule {
  /** The text up to and with step {@code endAt}. */
  record Entry(int endAt, String text) {}

  private record Span(int from, int to) {}

  private final String prompt;
  private final Map<Integer, Group> groups;

  private PromptSchedule(String prompt, Map<Integer, Group> groups) {
    this.prompt = prompt;
    this.groups = groups;
  }

  /** What a prompt reads at which of the steps; the last entry ends at the last step. */
  static List<Entry> of(String prompt, StepRange steps) {
    Optional<Map<Integer, Group>> groups = ScheduleGroups.of(prompt, steps);
    if (groups.isEmpty()) {
      return List.of(new Entry(steps.count(), prompt));
    }
    PromptSchedule schedule = new PromptSchedule(prompt, groups.get());
    return schedule.changes(steps.count()).stream()
        .map(step -> new Entry(step, schedule.textAt(step)))
        .toList();
  }

  private SortedSet<Integer> changes(int steps) {
    SortedSet<Integer> changes = new TreeSet<>(List.of(steps));
    for (Group group : groups.values()) {
      if (group.alternating()) {
        for (int step = 1; step < steps; step++) {
          changes.add(step);
        }
      } else if (group.when() >= 1) {
        changes.add(group.when());
      }
    }
    return changes;
  }

  private String textAt(int step) {
    StringBuilder text = new StringBuilder();
    Deque<Span> rest = new ArrayDeque<>(List.of(new Span(0, prompt.length())));
    while (!rest.isEmpty()) {
      Span span = rest.pop();
      int at = span.from();
      while (at < span.to() && !groups.containsKey(at)) {
        at++;
      }
      text.append(prompt, span.from(), at);
      if (at < span.to()) {
        Group group = groups.get(at);
        rest.push(new Span(group.end() + 1, span.to()));
        int part = group.part(step);
        if (part >= 0) {
          rest.push(new Span(group.marks().get(part) + 1, group.marks().get(part + 1)));
        }
      }
    }
    return text.toString();
  }
}
