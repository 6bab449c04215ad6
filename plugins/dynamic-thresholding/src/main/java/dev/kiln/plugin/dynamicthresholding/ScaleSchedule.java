package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** How a guidance scale moves during a pass, under the names that webUI's extension has. */
enum ScaleSchedule {
  CONSTANT("Constant", (done, value) -> 1),
  LINEAR_DOWN("Linear Down", (done, value) -> 1 - done),
  COSINE_DOWN("Cosine Down", (done, value) -> Math.cos(done * Turn.QUARTER)),
  HALF_COSINE_DOWN("Half Cosine Down", (done, value) -> Math.cos(done)),
  LINEAR_UP("Linear Up", (done, value) -> done),
  COSINE_UP("Cosine Up", (done, value) -> 1 - Math.cos(done * Turn.QUARTER)),
  HALF_COSINE_UP("Half Cosine Up", (done, value) -> 1 - Math.cos(done)),
  POWER_UP("Power Up", Math::pow),
  POWER_DOWN("Power Down", (done, value) -> 1 - Math.pow(done, value)),
  LINEAR_REPEATING("Linear Repeating", (done, value) -> Math.abs(done * value % 1 - 0.5) * 2),
  COSINE_REPEATING(
      "Cosine Repeating", (done, value) -> 0.5 + 0.5 * Math.cos(done * value * Turn.WHOLE)),
  SAWTOOTH("Sawtooth", (done, value) -> done * value % 1);

  /** Angles as the extension rounds them. */
  private static final class Turn {
    static final double QUARTER = 1.5707;
    static final double WHOLE = 6.28318;
  }

  private final String label;
  private final DoubleBinaryOperator factor;

  /**
   * @param factor of the scale's share above its minimum, from the finished part of the pass, 0..1,
   *     and the scheduler value
   */
  ScaleSchedule(String label, DoubleBinaryOperator factor) {
    this.label = label;
    this.factor = factor;
  }

  /**
   * @param option which names it
   * @throws BadRequest when there is none of that label
   */
  static ScaleSchedule of(String option, String label) {
    return Arrays.stream(values())
        .filter(it -> it.label.equalsIgnoreCase(label))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "dynamic-thresholding: %s is \"%s\"; it must be one of: %s"
                        .formatted(
                            option,
                            label,
                            String.join(
                                ", ", Arrays.stream(values()).map(it -> it.label).toList()))));
  }

  String label() {
    return label;
  }

  /** Whether the scheduler value says anything: a power, or how often it repeats. */
  boolean takesValue() {
    return ordinal() >= POWER_UP.ordinal();
  }

  /**
   * The scale where a part of the pass is finished.
   *
   * @param done 0..1
   */
  double at(double done, double scale, double minimum, double value) {
    return this == CONSTANT
        ? scale
        : minimum + (scale - minimum) * factor.applyAsDouble(done, value);
  }
}
