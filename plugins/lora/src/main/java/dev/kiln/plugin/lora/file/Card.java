package dev.kiln.plugin.lora.file;

import dev.kiln.plugin.lora.type.Changes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What there is to know of a file without its numbers.
 *
 * @param metadata as its maker wrote it
 * @param beside what lies beside it
 * @param json that reads both
 */
public record Card(Map<String, String> metadata, Beside beside, TolerantJson json) {
  /** So many tags are a caption, not what calls the file up. */
  private static final int MOST = 8;

  /** By the part that only its kind has. */
  private static final Map<String, String> KINDS =
      Map.of(
          "hada_w1_a", "LoHa",
          "lokr_w1", "LoKr",
          "lokr_w1_a", "LoKr",
          "on_input", "IA3",
          "a1.weight", "GLoRA",
          "oft_blocks", "OFT",
          "oft_diag", "OFT",
          "w_norm", "norm",
          "diff", "full");

  /**
   * The words that call up what it was trained on: those that its maker or a site names, else the
   * tags that it saw most.
   */
  public List<String> triggers() {
    Set<String> words = new LinkedHashSet<>();
    add(words, metadata.getOrDefault("modelspec.trigger_phrase", ""));
    if (beside(".json").get("activation text") instanceof String text) {
      add(words, text);
    }
    if (beside(".civitai.info").get("trainedWords") instanceof List<?> list) {
      list.stream().filter(Objects::nonNull).forEach(word -> add(words, word.toString()));
    }
    beside
        .text(".txt")
        .filter(text -> text.lines().count() == 1)
        .ifPresent(text -> add(words, text));
    if (words.isEmpty()) {
      words.addAll(mostSeen());
    }
    return words.stream().limit(MOST).toList();
  }

  private Map<String, Object> beside(String ending) {
    return beside.text(ending).map(json::object).orElse(Map.of());
  }

  private static void add(Set<String> words, String text) {
    for (String word : text.split(",")) {
      if (!word.isBlank()) {
        words.add(word.strip().replaceAll("\\s+", " "));
      }
    }
  }

  /** Over all folders that it was trained on. */
  private List<String> mostSeen() {
    Map<String, Double> counts = new TreeMap<>();
    for (Object folder : json.object(metadata.getOrDefault("ss_tag_frequency", "")).values()) {
      if (folder instanceof Map<?, ?> tags) {
        tags.forEach(
            (tag, count) -> {
              if (count instanceof Number number) {
                counts.merge(String.valueOf(tag).strip(), number.doubleValue(), Double::sum);
              }
            });
      }
    }
    List<String> tags = new ArrayList<>(counts.keySet());
    tags.sort((a, b) -> Double.compare(counts.get(b), counts.get(a)));
    return tags;
  }

  /** The metadata as webUI shows it: JSON in it is read. */
  public Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    metadata.forEach(
        (key, text) -> {
          Map<String, Object> object = text.startsWith("{") ? json.object(text) : Map.of();
          shown.put(key, object.isEmpty() ? text : object);
        });
    return shown;
  }

  /** The kind of its changes, by the names of its tensors. */
  public static String kind(Set<String> names) {
    String kind = "LoRA";
    boolean weightless = false;
    for (String name : names) {
      String part = KeyName.of(name).map(KeyName::part).orElse("");
      if (part.equals("dora_scale") || part.equals(Changes.MAGNITUDE)) {
        return "DoRA";
      } else if (KINDS.containsKey(part) && !part.equals("w_norm")) {
        return KINDS.get(part);
      }
      weightless |= part.equals("w_norm");
      if (part.startsWith("lora_") && (name.contains("_conv1.") || name.contains("conv2."))) {
        kind = "LoCon";
      }
    }
    return weightless && names.stream().noneMatch(name -> name.contains("lora")) ? "norm" : kind;
  }
}
