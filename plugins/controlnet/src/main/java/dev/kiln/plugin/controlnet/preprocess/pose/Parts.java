package dev.kiln.plugin.controlnet.preprocess.pose;

/** Which parts of a person are wanted. */
record Parts(boolean body, boolean hands, boolean face) {
  static final Parts ALL = new Parts(true, true, true);
}
