package dev.kiln.plugin.controlnet;

/** A choice that users know by a name. */
interface Named {
  /** As webUI writes it. */
  String label();
}
