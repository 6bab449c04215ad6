package dev.kiln.plugin.controlnet.preprocess.pose;

/** Which parts of a person are wanted. */
record WantedParts(boolean body, boolean hands, boolean face) {
  static final WantedParts ALL = new WantedParts(true, true, true);
}
