package dev.kiln.plugin.lora;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * One tag: {@code <lora:name:te:unet:dyn>}, each also by name: {@code te=}, {@code unet=}, {@code
 * dyn=}, {@code lbw=}, {@code start=}, {@code stop=}.
 *
 * @param te strength in the text encoder
 * @param unet strength in the UNet
 * @param rank how many ranks count; empty for all
 * @param blocks strengths of the UNet's blocks
 * @param steps in which it acts in the UNet
 * @param unknown names that mean nothing here
 */
record LoraTag(
    String name,
    double te,
    double unet,
    OptionalInt rank,
    Optional<BlockWeights> blocks,
    Steps steps,
    Set<String> unknown) {
  private static final double LARGEST = 1e6;

  static final String LORA = "lora";
  static final String LYCO = "lyco";

  /** Name, te, unet and dyn. */
  private static final int POSITIONS = 4;

  private static final Set<String> KNOWN = Set.of("te", "unet", "dyn", "lbw", "start", "stop");

  /** Steps from one to before another, counted from 0. */
  record Steps(int start, int stop) {
    static final Steps ALL = new Steps(0, Integer.MAX_VALUE);

    boolean contain(int step) {
      return step >= start && step < stop;
    }
  }

  /**
   * Read a tag.
   *
   * @throws BadRequest when a number is none
   */
  static LoraTag of(Prompt.Tag tag) {
    String text = tag.text();
    List<String> positional = new ArrayList<>();
    Map<String, String> named = new LinkedHashMap<>();
    for (String item : tag.arguments()) {
      // As in webUI, where a value with another "=" is no named one.
      String[] halves = item.split("=", -1);
      if (halves.length == 2) {
        if (named.put(halves[0].strip(), halves[1].strip()) != null) {
          throw new BadRequest(
              "%s gives %s twice; leave one out".formatted(text, halves[0].strip()));
        }
      } else {
        positional.add(item.strip());
      }
    }
    if (positional.isEmpty() || positional.get(0).isEmpty()) {
      throw new BadRequest(text + " names no file; write <lora:name:1>");
    }
    Numbers numbers = new Numbers(text, positional, named);
    double te = numbers.real("te", 1, 1);
    Set<String> unknown = new TreeSet<>(named.keySet());
    unknown.removeAll(KNOWN);
    unknown.addAll(positional.subList(Math.min(POSITIONS, positional.size()), positional.size()));
    return new LoraTag(
        positional.get(0),
        te,
        numbers.real("unet", 2, te),
        numbers.whole("dyn", 3),
        Optional.ofNullable(named.get("lbw")).map(list -> BlockWeights.of(text, list)),
        steps(text, numbers),
        unknown);
  }

  private static Steps steps(String text, Numbers numbers) {
    Steps steps =
        new Steps(
            numbers.whole("start", -1).orElse(0),
            numbers.whole("stop", -1).orElse(Integer.MAX_VALUE));
    if (steps.start() >= steps.stop()) {
      throw new BadRequest(
          "%s starts at step %d and stops before step %d, so it acts in none; exchange them"
              .formatted(text, steps.start(), steps.stop()));
    }
    return steps;
  }

  /** The same with the strengths of another added. */
  LoraTag plus(LoraTag other) {
    return new LoraTag(name, te + other.te, unet + other.unet, rank, blocks, steps, unknown);
  }

  /** Whether it acts in some steps alone. */
  boolean timed() {
    return !steps.equals(Steps.ALL);
  }

  private record Numbers(String tag, List<String> positional, Map<String, String> named) {
    private Optional<String> find(String name, int at) {
      String value = named.get(name);
      return value == null && at >= 0 && at < positional.size()
          ? Optional.of(positional.get(at))
          : Optional.ofNullable(value);
    }

    double real(String name, int at, double defaultValue) {
      return find(name, at).map(value -> parsed(name, value)).orElse(defaultValue);
    }

    OptionalInt whole(String name, int at) {
      Optional<String> value = find(name, at);
      if (value.isEmpty()) {
        return OptionalInt.empty();
      }
      double number = parsed(name, value.get());
      if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
        throw new BadRequest(
            "%s has %s %s; give a whole number from 0".formatted(tag, name, value.get()));
      }
      return OptionalInt.of((int) number);
    }

    private double parsed(String name, String value) {
      double number =
          Decimal.of(value)
              .orElseThrow(
                  () ->
                      new BadRequest(
                          "%s has %s \"%s\", which is no number; write <lora:name:1>"
                              .formatted(tag, name, value)));
      if (Math.abs(number) > LARGEST) {
        throw new BadRequest(
            "%s has %s \"%s\"; give a number from -1000000 to 1000000".formatted(tag, name, value));
      }
      return number;
    }
  }
}
