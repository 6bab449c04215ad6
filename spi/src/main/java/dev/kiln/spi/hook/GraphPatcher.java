package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import java.util.Optional;

/**
 * Change a network: its weights, its structure, its inputs and outputs. All patches apply, in
 * order.
 *
 * <p><b>When:</b> at the start of a pass, before the attention optimizers. <br>
 * <b>How often:</b> {@code open} once per pass and network; the patch is applied once for each
 * fingerprint. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing in {@code open}; the graph in the patch. <br>
 * <b>May keep:</b> the context until the patch was applied. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface GraphPatcher extends HookPoint {
  /** The patch of this network, or empty when this plugin has nothing to change in it. */
  Optional<GraphPatch> open(NetworkContext network);
}
