package dev.kiln.plugin.lora;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What one request draws with.
 *
 * @param byPart whether each acts in the rows of its own part of the prompt alone
 */
record LoraSet(List<LoraUse> uses, boolean byPart) {
  static final LoraSet EMPTY = new LoraSet(List.of(), false);

  LoraSet {
    uses = List.copyOf(uses);
  }

  /** Tags of one file that differ in nothing but strength are one. */
  static LoraSet summed(List<LoraUse> uses, boolean byPart) {
    Map<Object, LoraUse> sums = new LinkedHashMap<>();
    for (LoraUse use : uses) {
      sums.merge(
          List.of(use.fingerprint(), use.tag().steps(), byPart ? use.part() : 0),
          use,
          (sum, next) ->
              new LoraUse(sum.entry(), sum.hash(), sum.tag().plus(next.tag()), sum.part()));
    }
    return new LoraSet(List.copyOf(sums.values()), byPart);
  }

  /**
   * Those that change the text encoder.
   *
   * @param part whose prompt it reads; empty for the negative prompt or all parts together
   */
  List<LoraUse> ofText(OptionalInt part) {
    return uses.stream()
        .filter(use -> use.tag().te() != 0)
        .filter(use -> !byPart || part.isPresent() && part.getAsInt() == use.part())
        .toList();
  }

  /** Those that change the UNet. */
  List<LoraUse> ofUnet() {
    return uses.stream().filter(use -> use.tag().unet() != 0).toList();
  }

  /** Whether the UNet's rows or steps differ: weights are the same for all of them. */
  boolean fed() {
    return byPart || ofUnet().stream().anyMatch(use -> use.tag().timed());
  }
}
