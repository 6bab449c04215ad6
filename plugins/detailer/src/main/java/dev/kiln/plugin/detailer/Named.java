package dev.kiln.plugin.detailer;

import java.util.Arrays;
import java.util.List;

/** A choice that users know by a name. */
interface Named {
  /** As ADetailer writes it. */
  String label();

  /** The names of all choices of a kind. */
  static List<String> labels(Named one) {
    return Arrays.stream(one.getClass().getEnumConstants()).map(Named::label).toList();
  }
}
