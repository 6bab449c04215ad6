package dev.kiln.plugin.controlnet.preprocess;

/** Where webUI lists a preprocessor; what has none of these is at 0. */
public final class Priority {
  /** Before all others. */
  public static final int NONE = 1000;

  /** The default of its control type. */
  public static final int FIRST = 100;

  public static final int INVERT = 20;

  private Priority() {}
}
