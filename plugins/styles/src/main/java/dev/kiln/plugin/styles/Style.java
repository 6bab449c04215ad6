package dev.kiln.plugin.styles;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A prompt and a negative prompt that were saved under a name. {@code {prompt}} in one of them
 * stands for what it is added to.
 */
record Style(String name, String prompt, String negative) {
  private static final String PLACE = "{prompt}";

  String prompt(String to) {
    return added(prompt, to);
  }

  String negative(String to) {
    return added(negative, to);
  }

  /** As in webUI: in its place, else behind a comma. */
  private static String added(String style, String to) {
    return style.contains(PLACE)
        ? style.replace(PLACE, to)
        : Stream.of(to.strip(), style.strip())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
  }
}
