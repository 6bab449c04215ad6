package dev.kiln.host.prompt;

/**
 * The evaluations of the model that a prompt is read for. In webUI, a prompt's step numbers count
 * on through a picture's passes, and its fractions go on from 1 in the second.
 *
 * @param before of earlier passes; 0 for a first pass
 * @param count of this pass: more than its steps for a sampler of second order
 */
public record StepRange(int before, int count) {
  public static StepRange first(int count) {
    return new StepRange(0, count);
  }

  /**
   * The step of this pass that a number in a prompt means, at most its last; 0 and below for one
   * that is over before it begins.
   *
   * @param number with a point a fraction of the steps, without one a step
   */
  int step(String number) {
    double value = Double.parseDouble(number);
    double step = number.contains(".") ? (value - (before > 0 ? 1 : 0)) * count : value - before;
    return (int) Math.min(count, step);
  }
}
