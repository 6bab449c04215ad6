package dev.kiln.host.request;

import dev.kiln.spi.BadRequest;

/**
 * Which numbers a field may have.
 *
 * @param multiple what they must be multiples of; 0 for nothing
 * @param exempt a number below {@code least} that stands for something else; NaN for none
 * @param meaning of the exempt number, as an error offers it; empty for not at all
 */
public record Bounds(double least, double most, int multiple, double exempt, String meaning) {
  public static final Bounds NONE = of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  static Bounds of(double least, double most) {
    return new Bounds(least, most, 0, Double.NaN, "");
  }

  Bounds or(double number, String meaning) {
    return new Bounds(least, most, multiple, number, meaning);
  }

  Bounds multiplesOf(int divisor) {
    return new Bounds(least, most, divisor, exempt, meaning);
  }

  /** The smallest number that is taken. */
  public double lowest() {
    return Double.isNaN(exempt) ? least : exempt;
  }

  /**
   * @param title what an error calls the field
   * @throws BadRequest when the number is out of bounds
   */
  void check(String title, Number number) {
    double value = number.doubleValue();
    if (value == exempt) {
      return;
    }
    // Not the other way round: NaN is neither below nor above.
    if (!(value >= least && value <= most)) {
      throw new BadRequest(
          title
              + (" is " + FieldType.text(number))
              + ("; it must be " + range(number) + alternative()));
    }
    if (multiple > 0 && value % multiple != 0) {
      long below = number.longValue() / multiple * multiple;
      long above = below + multiple;
      throw new BadRequest(
          title
              + (" is " + number + ", which is not a multiple of " + multiple)
              + ("; take " + below + " or " + above));
    }
  }

  private String range(Number number) {
    return number instanceof Double
        ? "a number from " + FieldType.text(least) + " to " + FieldType.text(most)
        : (long) least + " to " + (long) most;
  }

  private String alternative() {
    return meaning.isEmpty() ? "" : ", or " + FieldType.text(exempt) + " " + meaning;
  }
}
