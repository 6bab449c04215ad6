package dev.kiln.api;

import java.util.Map;

/** Options of one plugin, typed by who wrote the class. */
public interface PluginOptions {
  /** The plugin's id. */
  String plugin();

  /** JSON values by the options' names. */
  Map<String, Object> options();
}
