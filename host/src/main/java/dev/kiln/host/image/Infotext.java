package dev.kiln.host.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * webUI's {@code parameters} text: the prompt, a line with the negative prompt, a line of pairs.
 *
 * @param keys in the order in which they stand
 */
public record Infotext(String prompt, String negativePrompt, Map<String, String> keys) {
  private static final String NEGATIVE = "Negative prompt:";
  private static final Pattern PAIR =
      Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");

  /** The whole text. */
  public static String write(String prompt, String negativePrompt, Map<String, String> keys) {
    List<String> pairs = new ArrayList<>();
    keys.forEach((key, value) -> pairs.add(key.equals(value) ? key : key + ": " + quoted(value)));
    String negative = negativePrompt.isEmpty() ? "" : "\n" + NEGATIVE + " " + negativePrompt;
    return prompt + negative + "\n" + String.join(", ", pairs);
  }

  /** Read a text back; what is no pair is prompt. */
  public static Infotext parse(String text) {
    List<String> lines = new ArrayList<>(text.strip().lines().toList());
    Map<String, String> keys = new LinkedHashMap<>();
    if (!lines.isEmpty()) {
      String last = lines.get(lines.size() - 1);
      Map<String, String> pairs = pairs(last);
      // Fewer than three pairs are a prompt with colons.
      if (pairs.size() >= 3) {
        keys.putAll(pairs);
        lines.remove(lines.size() - 1);
      }
    }
    StringBuilder prompt = new StringBuilder();
    StringBuilder negative = new StringBuilder();
    StringBuilder current = prompt;
    for (String line : lines) {
      String rest = line;
      if (line.startsWith(NEGATIVE)) {
        current = negative;
        rest = line.substring(NEGATIVE.length()).strip();
      }
      current.append(current.isEmpty() ? "" : "\n").append(rest);
    }
    return new Infotext(prompt.toString(), negative.toString(), keys);
  }

  private static Map<String, String> pairs(String line) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Matcher pair = PAIR.matcher(line); pair.find(); ) {
      pairs.put(pair.group(1), unquoted(pair.group(2)));
    }
    return pairs;
  }

  private static String quoted(String value) {
    return value.matches("(?s).*[,\n:].*") ? json(value) : value;
  }

  private static String json(String value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    try {
      return new ObjectMapper().readValue(value, String.class);
    } catch (JsonProcessingException notJson) {
      return value;
    }
  }
}
