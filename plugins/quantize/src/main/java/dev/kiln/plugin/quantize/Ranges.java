package dev.kiln.plugin.quantize;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the layers of a UNet read.
 *
 * @param byLayer by the names of their products
 */
record Ranges(SortedMap<String, Range> byLayer) {
  private static final String BETWEEN = "\t";

  /**
   * @param text as {@link #text} has it
   * @throws RuntimeException when it is none
   */
  static Ranges of(byte[] text) {
    SortedMap<String, Range> ranges = new TreeMap<>();
    new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(BETWEEN, 3))
        .forEach(
            line ->
                ranges.put(
                    line[2], new Range(Float.parseFloat(line[0]), Float.parseFloat(line[1]))));
    return new Ranges(ranges);
  }

  Optional<Range> of(String layer) {
    return Optional.ofNullable(byLayer.get(layer));
  }

  Ranges with(Ranges other) {
    SortedMap<String, Range> both = new TreeMap<>(byLayer);
    other.byLayer.forEach((layer, range) -> both.merge(layer, range, Range::with));
    return new Ranges(both);
  }

  /** Eight letters that other ranges have not. */
  String name() {
    return fingerprint().substring(0, 8);
  }

  String fingerprint() {
    return UUID.nameUUIDFromBytes(text()).toString();
  }

  /** A line for each layer: the least, the most, its name. */
  byte[] text() {
    return byLayer.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String layer, Range range) {
    return range.least() + BETWEEN + range.most() + BETWEEN + layer + "\n";
  }
}
