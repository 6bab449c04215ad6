package dev.kiln.host.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kiln.host.Jackson;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * webUI's text about how a picture was made: prompt, negative prompt, and a line of keys and
 * values.
 *
 * @param values by key, in the order in which they are written, however they were given: webUI's
 *     own keys first, in its order, then others as they were added, then Version and User
 */
public record Infotext(String prompt, String negativePrompt, Map<String, String> values) {
  private static final String NEGATIVE = "Negative prompt:";
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

  /** With fewer pairs, the last line belongs to the prompt. */
  private static final int LEAST_PAIRS = 3;

  private static final List<String> FIRST =
      List.of(
          "Steps",
          "Sampler",
          "Schedule type",
          "CFG scale",
          "Image CFG scale",
          "Seed",
          "Face restoration",
          "Size",
          "Model hash",
          "Model",
          "FP8 weight",
          "Cache FP16 weight for LoRA",
          "VAE hash",
          "VAE",
          "Variation seed",
          "Variation seed strength",
          "Seed resize from",
          "Denoising strength",
          "Conditional mask weight",
          "Clip skip",
          "ENSD",
          "Token merging ratio",
          "Token merging ratio hr",
          "Init image hash",
          "RNG",
          "Tiling",
          "Eta",
          "Eta DDIM",
          "Sigma churn",
          "Sigma tmin",
          "Sigma tmax",
          "Sigma noise",
          "Schedule min sigma",
          "Schedule max sigma",
          "Schedule rho",
          "Discard penultimate sigma",
          "SGM noise multiplier",
          "Pad conds",
          "Emphasis");

  private static final List<String> LAST = List.of("Version", "User");

  public Infotext {
    Map<String, String> given = values;
    Stream<String> others =
        given.keySet().stream().filter(key -> !FIRST.contains(key) && !LAST.contains(key));
    Map<String, String> ordered = new LinkedHashMap<>();
    Stream.of(FIRST.stream(), others, LAST.stream())
        .flatMap(keys -> keys)
        .filter(given::containsKey)
        .forEach(key -> ordered.put(key, given.get(key)));
    values = Collections.unmodifiableMap(ordered);
  }

  /** The text as it goes into a picture, whose readers may end at a NUL. */
  public String text() {
    String negative = negativePrompt.isEmpty() ? "" : "\n" + NEGATIVE + " " + negativePrompt;
    String pairs =
        values.entrySet().stream()
            .map(pair -> pair(pair.getKey(), pair.getValue()))
            .collect(Collectors.joining(", "));
    return CONTROL.matcher(prompt + negative + "\n" + pairs).replaceAll("").strip();
  }

  /** Read a text back as webUI does; what has no line of values is all prompt. */
  public static Infotext parse(String text) {
    List<String> lines = Arrays.asList(text.strip().split("\n", -1));
    Map<String, String> values = new LinkedHashMap<>();
    int pairs = new InfotextPairs(lines.get(lines.size() - 1)).read(values);
    if (pairs < LEAST_PAIRS) {
      values.clear();
    } else {
      lines = lines.subList(0, lines.size() - 1);
    }
    lines = lines.stream().map(String::strip).toList();
    int negative = 0;
    while (negative < lines.size() && !lines.get(negative).startsWith(NEGATIVE)) {
      negative++;
    }
    String prompt = String.join("\n", lines.subList(0, negative));
    String rest = String.join("\n", lines.subList(negative, lines.size()));
    return new Infotext(
        prompt, rest.isEmpty() ? "" : rest.substring(NEGATIVE.length()).strip(), values);
  }

  private static String pair(String key, String value) {
    return key.equals(value) ? key : key + ": " + quoted(value);
  }

  private static String quoted(String value) {
    if (value.chars().noneMatch(c -> c == ',' || c == '\n' || c == ':')) {
      return value;
    }
    try {
      return Jackson.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a string is always JSON", e);
    }
  }
}
