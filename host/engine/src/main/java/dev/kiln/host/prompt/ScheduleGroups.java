package dev.kiln.host.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the brackets of a prompt that change with the step. One pass over the text with its own
 * stack, so that neither depth nor length can hurt.
 *
 * <p>Brackets that hold anything ill-formed are ordinary text, and so are all around them, up to
 * the top; what is well-formed inside them counts. A bar outside of an alternation, or a backslash
 * that escapes nothing, makes the whole prompt ordinary text.
 */
final class ScheduleGroups {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?U)\\s*+([+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?)\\s*+");

  /**
   * {@code [from:to:N]}, {@code [to:N]} or {@code [a|b]}.
   *
   * @param marks positions of the opening bracket, the separators and the closing bracket
   * @param alternating whether the parts take turns
   * @param when the last step of {@code from}
   */
  record Group(List<Integer> marks, boolean alternating, int when) {
    /** Which part is read at a step from 1, counted from 0; -1 for an absent {@code from}. */
    int part(int step) {
      int parts = marks.size() - 1;
      if (alternating) {
        return (step - 1) % parts;
      }
      return step <= when ? parts - 3 : parts - 2;
    }

    int end() {
      return marks.get(marks.size() - 1);
    }
  }

  private static final class Open {
    final char bracket;
    final List<Integer> marks = new ArrayList<>(2);
    int bars;
    boolean broken;

    Open(char bracket, int position) {
      this.bracket = bracket;
      marks.add(position);
    }

    int colons() {
      return marks.size() - 2 - bars;
    }
  }

  private final String prompt;
  private final StepRange steps;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Integer, Group> found = new HashMap<>();
  private boolean failed;

  private ScheduleGroups(String prompt, StepRange steps) {
    this.prompt = prompt;
    this.steps = steps;
  }

  /** Groups by the position of their opening bracket; empty when the prompt is ordinary text. */
  static Optional<Map<Integer, Group>> of(String prompt, StepRange steps) {
    ScheduleGroups groups = new ScheduleGroups(prompt, steps);
    for (int i = 0; i < prompt.length() && !groups.failed; i++) {
      if (prompt.charAt(i) == '\\') {
        i++;
        groups.failed = i == prompt.length() || prompt.charAt(i) == '\n';
      } else {
        groups.read(i);
      }
    }
    groups.abandon();
    return groups.failed ? Optional.empty() : Optional.of(groups.found);
  }

  private void read(int position) {
    char c = prompt.charAt(position);
    switch (c) {
      case '(', '[' -> open.push(new Open(c, position));
      case ')' -> close('(', position);
      case ']' -> close('[', position);
      case ':' -> separate(position, 0);
      case '|' -> separate(position, 1);
      default -> {}
    }
  }

  private void separate(int position, int bars) {
    Open group = open.peek();
    if (group == null) {
      failed |= bars > 0;
    } else {
      group.marks.add(position);
      group.bars += bars;
    }
  }

  private void close(char bracket, int position) {
    Open group = open.peek();
    if (group == null) {
      return;
    }
    if (group.bracket != bracket) {
      abandon();
      return;
    }
    open.pop();
    group.marks.add(position);
    if (!accept(group)) {
      failed |= group.bars > 0;
      if (!open.isEmpty()) {
        open.peek().broken = true;
      }
    }
  }

  /** Nothing that is open can still end well: a stray bracket belongs to no group. */
  private void abandon() {
    failed |= open.stream().anyMatch(group -> group.bars > 0);
    open.clear();
  }

  private boolean accept(Open group) {
    if (group.broken) {
      return false;
    }
    if (group.bracket == '(') {
      return group.bars == 0 && group.colons() <= 1;
    }
    if (group.bars > 0) {
      return group.colons() == 0 && add(group, true, 0);
    }
    if (group.colons() == 0) {
      return true;
    }
    int number = group.marks.get(group.marks.size() - 2) + 1;
    Matcher when = NUMBER.matcher(prompt).region(number, group.marks.get(group.marks.size() - 1));
    return group.colons() <= 2 && when.matches() && add(group, false, steps.step(when.group(1)));
  }

  private boolean add(Open group, boolean alternating, int when) {
    found.put(group.marks.get(0), new Group(group.marks, alternating, when));
    return true;
  }
}
