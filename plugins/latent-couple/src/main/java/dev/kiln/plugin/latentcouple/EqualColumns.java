package dev.kiln.plugin.latentcouple;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Regions for a user who named none: where the three lists are the standard ones, which are for
 * three parts, a prompt of other parts has columns of equal width. From three parts on, the first
 * part lies beneath them all; two parts have a half each, with the whole weight as nothing lies
 * beneath. One part alone has no region, so that it is told what is missing.
 */
final class EqualColumns {
  private static final int STANDARD_PARTS = 3;

  private EqualColumns() {}

  static CoupleOptions fitted(CoupleOptions options, int parts) {
    if (parts < 2 || parts == STANDARD_PARTS || !options.standardRectangles()) {
      return options;
    }
    boolean common = parts >= STANDARD_PARTS;
    int columns = common ? parts - 1 : parts;
    return options.rectangles(
        (common ? "1:1," : "") + joined(columns, column -> "1:" + columns),
        (common ? "0:0," : "") + joined(columns, column -> "0:" + column),
        (common ? "0.2," : "") + joined(columns, column -> common ? "0.8" : "1"));
  }

  private static String joined(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(","));
  }
}
