package dev.kiln.plugin.latentcouple;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The parts of a prompt that AND joins, without their weights. */
record Subprompts(List<String> texts) {
  private static final Pattern AND = Pattern.compile("(?U)\\bAND\\b");
  private static final Pattern WEIGHT = Pattern.compile(":\\s*[-+]?(?:\\d*\\.\\d+|\\d+\\.?)\\s*$");
  private static final Pattern TAG = Pattern.compile("<\\w+:[^>]+>");

  static Subprompts of(String prompt) {
    return new Subprompts(
        Arrays.stream(AND.split(prompt, -1))
            .map(text -> WEIGHT.matcher(text).replaceFirst("").strip())
            .toList());
  }

  int count() {
    return texts.size();
  }

  /** Whether some part has a tag such as {@code <lora:cape:1>}. */
  boolean tagged() {
    return IntStream.range(0, count()).anyMatch(this::tagged);
  }

  boolean tagged(int part) {
    return TAG.matcher(texts.get(part)).find();
  }

  /** The first tag of a part. */
  String tag(int part) {
    return TAG.matcher(texts.get(part)).results().findFirst().orElseThrow().group();
  }

  /** All parts as one prompt. */
  String merged() {
    return texts.stream().filter(text -> !text.isBlank()).collect(Collectors.joining(", "));
  }
}
