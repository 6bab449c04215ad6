package dev.kiln.plugin.deepcache;

/** How the steps are spread that compute the whole network. */
enum Spacing {
  UNIFORM,
  CENTRED
}
