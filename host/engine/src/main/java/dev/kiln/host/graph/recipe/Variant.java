package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.GraphPatch;

/**
 * A further graph that a plugin's patches make of a network.
 *
 * @param plugin whose patches make it
 * @param name by which the plugin asks for it
 */
public record Variant(String plugin, String name) {
  /** The network itself. */
  public static final Variant WHOLE = new Variant("", "");

  /** What a patch does to it: one that does not make it does what it does to the whole network. */
  GraphPart<GraphPatch> of(GraphPart<GraphPatch> part) {
    if (!part.plugin().equals(plugin) || !part.hook().variants().contains(name)) {
      return part;
    }
    GraphPatch making = new VariantPatch(part.hook(), this);
    return new GraphPart<>(part.plugin(), part.jarHash(), part.options(), making, part.context());
  }

  @Override
  public String toString() {
    return plugin + "/" + name;
  }
}
