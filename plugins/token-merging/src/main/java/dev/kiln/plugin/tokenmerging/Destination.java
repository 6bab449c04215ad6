package dev.kiln.plugin.tokenmerging;

/** Which token of each 2x2 cell the others may be merged into. */
enum Destination {
  /** One by lot, another in each attention, always the same for a size. */
  RANDOM,
  /** The one at the top left. */
  FIXED
}
