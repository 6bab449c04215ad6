package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.BadRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * webUI's ranges: {@code 1-5}, with a step {@code 1-10 (+3)} or {@code 10-1 (-3)}, or with a count
 * {@code 1-10 [5]}, the ends included.
 */
final class Ranges {
  private static final String NUMBER = "([+-]?\\s*\\d+(?:\\.\\d*)?)";
  private static final Pattern STEPPED =
      Pattern.compile(
          "\\s*" + NUMBER + "\\s*-\\s*" + NUMBER + "(?:\\s*\\(([+-]\\d+(?:\\.\\d*)?)\\s*\\))?\\s*");
  private static final Pattern COUNTED =
      Pattern.compile("\\s*" + NUMBER + "\\s*-\\s*" + NUMBER + "\\s*\\[(\\d+)\\s*\\]\\s*");

  /** What no one would draw. */
  private static final int MOST = 1000;

  private Ranges() {}

  /**
   * @param whole whether values are whole numbers: those of a count are cut off
   */
  static List<String> expand(String axis, String value, boolean whole) {
    Matcher counted = COUNTED.matcher(value);
    if (counted.matches()) {
      return counted(axis, counted, whole);
    }
    Matcher stepped = STEPPED.matcher(value);
    if (stepped.matches()) {
      return stepped(axis, stepped);
    }
    return List.of(number(axis, value, whole));
  }

  private static List<String> stepped(String axis, Matcher range) {
    BigDecimal from = decimal(range.group(1));
    BigDecimal to = decimal(range.group(2));
    BigDecimal step = range.group(3) == null ? BigDecimal.ONE : decimal(range.group(3));
    List<String> values = new ArrayList<>();
    if (step.signum() != 0) {
      for (BigDecimal at = from;
          step.signum() > 0 ? at.compareTo(to) <= 0 : at.compareTo(to) >= 0;
          at = at.add(step)) {
        bound(axis, values.size() + 1);
        values.add(text(at));
      }
    }
    if (values.isEmpty()) {
      throw new BadRequest(
          "X/Y/Z plot: %s has the range \"%s\", which is empty; a falling one needs a step: %s-%s (-1)"
              .formatted(axis, range.group().strip(), text(from), text(to)));
    }
    return values;
  }

  private static List<String> counted(String axis, Matcher range, boolean whole) {
    BigDecimal from = decimal(range.group(1));
    BigDecimal to = decimal(range.group(2));
    // Nine digits at most: more are out of bounds anyway.
    String digits = range.group(3);
    int count = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    bound(axis, count);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double part = count == 1 ? 0 : i / (count - 1.0);
      double value = from.doubleValue() + part * (to.doubleValue() - from.doubleValue());
      // A hundredth of a millionth is rounding, not a value.
      BigDecimal rounded =
          new BigDecimal(value).setScale(8, RoundingMode.HALF_EVEN).stripTrailingZeros();
      values.add(whole ? rounded.toBigInteger().toString() : text(rounded));
    }
    return values;
  }

  private static void bound(String axis, int count) {
    if (count > MOST) {
      throw new BadRequest(
          "X/Y/Z plot: %s has more than %d values; give fewer".formatted(axis, MOST));
    }
  }

  private static String number(String axis, String value, boolean whole) {
    String text = value.replaceAll("\\s", "");
    if (!text.matches(
        whole ? "[+-]?\\d{1,19}" : "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
      throw new BadRequest(
          "X/Y/Z plot: %s has the value \"%s\"; expected a %snumber, or a range like 1-5, 1-10 (+3) or 1-10 [5]"
              .formatted(axis, value, whole ? "whole " : ""));
    }
    return text;
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text.replaceAll("\\s", ""));
  }

  private static String text(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
