package dev.kiln.plugin.longrangearena;

/**
 * What mechanisms are measured on: a task's examples, or its network at another length.
 *
 * @param tokens of a document
 */
record Work(Task task, int tokens) {
  /** Whether the documents are the task's examples, whose labels are known. */
  boolean examples() {
    return tokens == task.tokens();
  }

  /** What the report calls it: {@code listops}, {@code 16k}. */
  String label() {
    return examples() ? task.name() : length(tokens);
  }

  static String length(int tokens) {
    return tokens % 1024 == 0 ? tokens / 1024 + "k" : String.valueOf(tokens);
  }
}
