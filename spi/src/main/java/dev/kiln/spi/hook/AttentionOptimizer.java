package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;

/**
 * Compute attention. One optimizer wins each site: the one that was asked for, or else the highest
 * rank that supports the site; a site that none supports stays as it is.
 *
 * <p><b>When:</b> before a session is made, after all graph patches; {@code @Offers} declares name
 * and rank. <br>
 * <b>How often:</b> {@code supports} once per site and graph, {@code attend} once for each site
 * that it won. The network is used again as long as nothing that it depends on changes, by later
 * processes too. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing but what it appends with the editor. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the site and your message; if the
 * optimizer was chosen automatically, the generation goes on without it and gives that reason.
 */
@ImplementedByPlugins
public interface AttentionOptimizer extends HookPoint {
  /** Whether the graph depends on the shape, so that it needs {@link NetworkContext#shape}. */
  default boolean dependsOnShape() {
    return false;
  }

  /** Whether it can compute this site, or the reason why not: for example, a bias. */
  Support supports(AttentionSite site, NetworkContext network);

  /**
   * Write the attention.
   *
   * @return [batch, tokens, heads * headSize], equal to softmax(q·kᵀ·scale + bias)·v unless
   *     {@code @Offers} says that it is not exact
   */
  Value attend(AttentionSite site, GraphEditor graph, NetworkContext network);
}
