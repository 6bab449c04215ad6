package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;
import java.util.Set;

/**
 * A change of one network, as {@link dev.kiln.spi.hook.GraphPatcher} opened it for a pass. One that
 * changes nothing but weights is a {@link WeightsPatch}.
 */
@ImplementedByPlugins
public interface GraphPatch {
  /**
   * Identifies this change among those of the same build of the plugin: names, strengths, hashes of
   * files. Two patches with the same fingerprint make the same graph and the same warnings, in
   * later processes too: the host keeps the network on disk. The second one is not applied.
   */
  String fingerprint();

  /** Whether the graph depends on the shape, so that it needs {@link NetworkContext#shape}. */
  default boolean dependsOnShape() {
    return false;
  }

  /**
   * How much of the memory that a run takes beside its weights it still takes with this patch: a
   * request that would not fit without it is not refused.
   *
   * @return above 0 and up to 1
   */
  default double memoryShare() {
    return 1;
  }

  /**
   * Whether it changes the layers that will run: it is applied when all other patches and the
   * optimizers of attention are done, and before convolutions go to theirs. It sees weights as they
   * stay, so that no session is changed afterwards.
   */
  default boolean last() {
    return false;
  }

  /**
   * Further graphs of the UNet that this patch makes beside the whole one: for each name the graph
   * is made once more, by all patches of the pass, and this one finds the name in {@link
   * NetworkGraph#variant}. They are opened with the pass and run by {@link
   * dev.kiln.spi.generate.DenoiseCall#proceed(String)}. A variant is a session of its own, with the
   * weights that are left in it.
   */
  default Set<String> variants() {
    return Set.of();
  }

  /** Make the change. */
  void apply(NetworkGraph network);
}
