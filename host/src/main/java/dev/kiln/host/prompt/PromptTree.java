package dev.kiln.host.prompt;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A prompt whose schedules and alternations are still open. */
interface PromptTree {
  /** Append what holds at an evaluation, counted from 1. */
  void write(int evaluation, StringBuilder out);

  /** Add the evaluations after which something changes. */
  void changes(int evaluations, SortedSet<Integer> ends);

  default String at(int evaluation) {
    StringBuilder out = new StringBuilder();
    write(evaluation, out);
    return out.toString();
  }

  default SortedSet<Integer> changes(int evaluations) {
    SortedSet<Integer> ends = new TreeSet<>(List.of(evaluations));
    changes(evaluations, ends);
    return ends;
  }

  record Text(String text) implements PromptTree {
    @Override
    public void write(int evaluation, StringBuilder out) {
      out.append(text);
    }

    @Override
    public void changes(int evaluations, SortedSet<Integer> ends) {}
  }

  record Sequence(List<PromptTree> items) implements PromptTree {
    @Override
    public void write(int evaluation, StringBuilder out) {
      items.forEach(item -> item.write(evaluation, out));
    }

    @Override
    public void changes(int evaluations, SortedSet<Integer> ends) {
      items.forEach(item -> item.changes(evaluations, ends));
    }
  }

  /** {@code [before:after:when]}: before up to and including evaluation {@code when}. */
  record Scheduled(PromptTree before, PromptTree after, int when) implements PromptTree {
    @Override
    public void write(int evaluation, StringBuilder out) {
      (evaluation <= when ? before : after).write(evaluation, out);
    }

    @Override
    public void changes(int evaluations, SortedSet<Integer> ends) {
      if (when >= 1) {
        ends.add(when);
      }
      before.changes(evaluations, ends);
      after.changes(evaluations, ends);
    }
  }

  /** {@code [a|b|c]}: one after the other, an evaluation each. */
  record Alternate(List<PromptTree> arms) implements PromptTree {
    @Override
    public void write(int evaluation, StringBuilder out) {
      arms.get((evaluation - 1) % arms.size()).write(evaluation, out);
    }

    @Override
    public void changes(int evaluations, SortedSet<Integer> ends) {
      for (int i = 1; i <= evaluations; i++) {
        ends.add(i);
      }
    }
  }
}
