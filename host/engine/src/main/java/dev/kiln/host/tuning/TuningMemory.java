package dev.kiln.host.tuning;

import java.nio.file.Path;

/**
 * What was measured on this machine.
 *
 * @param attention the winners by model and size
 * @param convolutions the times by model and size
 * @param times what each operator took, whichever model and size it was measured for
 */
public record TuningMemory(
    Measurements<Measured> attention,
    Measurements<ConvolutionTimes> convolutions,
    Measurements<TaskTimes> times) {
  /** Kept in files of a folder. */
  public static TuningMemory in(Path home) {
    return new TuningMemory(
        new Measurements<>(home.resolve("attention.json"), Measured.class),
        new Measurements<>(home.resolve("convolutions.json"), ConvolutionTimes.class),
        new Measurements<>(home.resolve("operators.json"), TaskTimes.class));
  }
}
