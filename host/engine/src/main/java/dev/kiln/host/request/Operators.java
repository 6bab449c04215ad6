package dev.kiln.host.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How networks computed a picture, as its infotext tells it: {@code sdp fused-ops.gelu=true
 * 1a2b3c4d}.
 *
 * @param attention the optimizer's name, or "none"; several joined by "+"
 * @param options of the plugins that chose operators otherwise, as JSON values by plugin id
 * @param hash equal where a picture of one has the same bytes as that of the other
 */
public record Operators(String attention, Map<String, Map<String, Object>> options, String hash) {
  private static final Pattern TEXT = Pattern.compile("(\\S+)((?: \\S+)*) ([0-9a-f]{8})");
  private static final Pattern OPTION = Pattern.compile("([^.=]+)(?:\\.([^.=]+)=(\\S+))?");

  /** As the infotext has it. A text with spaces is left out: the hash tells that it was there. */
  public String text() {
    List<String> words = new ArrayList<>(List.of(attention));
    options.forEach(
        (plugin, values) -> {
          if (values.isEmpty()) {
            words.add(plugin);
          }
          values.forEach((name, value) -> words.add(plugin + "." + name + "=" + value));
        });
    words.removeIf(word -> !word.matches("[\\w.+=-]+"));
    words.add(hash);
    return String.join(" ", words);
  }

  /** What a text tells; of one that is none, nothing. */
  public static Operators of(String text) {
    Matcher found = TEXT.matcher(text.strip());
    if (!found.matches()) {
      return new Operators("", Map.of(), "");
    }
    Map<String, Map<String, Object>> options = new LinkedHashMap<>();
    for (String word : found.group(2).strip().split(" ")) {
      Matcher option = OPTION.matcher(word);
      if (option.matches()) {
        Map<String, Object> values =
            options.computeIfAbsent(option.group(1), id -> new LinkedHashMap<>());
        if (option.group(2) != null) {
          values.put(option.group(2), value(option.group(3)));
        }
      }
    }
    return new Operators(found.group(1), options, found.group(3));
  }

  private static Object value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    boolean whole = text.matches("-?\\d{1,9}");
    boolean number = text.matches("-?\\d{1,9}\\.\\d{1,20}");
    return whole ? (Object) Integer.valueOf(text) : number ? (Object) Double.valueOf(text) : text;
  }
}
