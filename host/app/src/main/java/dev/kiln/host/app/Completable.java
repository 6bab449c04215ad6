package dev.kiln.host.app;

import java.util.List;
import java.util.Map;

/**
 * What may be typed behind a command.
 *
 * @param command its words; empty for kiln itself
 * @param words that may stand next, with what they mean: parts of the command, or values of its
 *     parameter; none where that may be anything, such as a file
 */
record Completable(String command, Map<String, String> words, List<Flag> flags) {
  /**
   * A flag.
   *
   * @param names with their dashes
   * @param valued whether a value follows
   * @param choices what the value may be; empty where it may be anything
   */
  record Flag(List<String> names, String text, boolean valued, List<String> choices) {}
}
