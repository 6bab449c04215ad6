package dev.kiln.host.prompt;

import java.util.ArrayList;
import java.util.List;

/** What a prompt says at which evaluation: webUI's {@code [from:to:when]} and {@code [a|b]}. */
final class PromptSchedule {
  private PromptSchedule() {}

  /**
   * @param endAt the last evaluation that this text holds for, counted from 1
   */
  record Entry(int endAt, String text) {}

  /**
   * @param evaluations how many there are; the last entry ends there
   */
  static List<Entry> parse(String prompt, int evaluations) {
    List<Entry> entries = new ArrayList<>();
    PromptTree tree = new PromptTreeParser(prompt, evaluations).parse();
    for (int end : tree.changes(evaluations)) {
      String text = tree.at(end);
      int last = entries.size() - 1;
      if (last >= 0 && entries.get(last).text().equals(text)) {
        entries.set(last, new Entry(end, text));
      } else {
        entries.add(new Entry(end, text));
      }
    }
    return entries;
  }
}
