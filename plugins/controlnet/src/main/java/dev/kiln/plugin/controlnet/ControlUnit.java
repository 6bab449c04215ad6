package dev.kiln.plugin.controlnet;

/**
 * One ControlNet in a request, as it was asked for.
 *
 * @param index its place among the units, from 0
 * @param model as the user names it
 * @param showHint whether the hint is given out behind the pictures
 */
record ControlUnit(
    int index,
    String model,
    HintRequest hint,
    Strength strength,
    Window window,
    HiresOption hires,
    boolean showHint) {
  /** As messages call it. */
  String name() {
    return name(index);
  }

  static String name(int index) {
    return "ControlNet unit " + index;
  }
}
