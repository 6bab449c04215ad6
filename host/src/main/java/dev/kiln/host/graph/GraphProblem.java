package dev.kiln.host.graph;

import dev.kiln.spi.PluginProblem;

/** A plugin failed at a network's graph. */
public final class GraphProblem extends PluginProblem {
  private static final long serialVersionUID = 1;

  private final String plugin;
  private final boolean attention;

  GraphProblem(GraphPart<?> part, boolean attention, String message, Throwable cause) {
    super(message, cause);
    this.plugin = part.plugin();
    this.attention = attention;
  }

  /** Whose fault it is. */
  public String plugin() {
    return plugin;
  }

  /** Whether it was to say how attention is computed, without which a network runs as well. */
  public boolean attention() {
    return attention;
  }
}
