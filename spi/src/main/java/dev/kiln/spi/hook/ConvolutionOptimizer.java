package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;

/**
 * Compute convolutions. Each site goes to the optimizer that saves the most time there, as measured
 * on this machine or else as the optimizers expect; a site where none saves any stays as it is.
 * Where the memory that an optimizer may take is not enough for all sites, those come first that
 * save the most time for a byte.
 *
 * <p><b>When:</b> before a session is made, after all graph patches and the attention optimizers;
 * {@code @Offers} declares the name. <br>
 * <b>How often:</b> {@code convolve} once for each site that it won, everything else once or more
 * per site and graph; the session is reused as long as nothing that it depends on changes. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing but what it appends with the editor. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation goes on with convolutions as they were, and warns with this
 * plugin's id, the site and your message.
 */
@ImplementedByPlugins
public interface ConvolutionOptimizer extends HookPoint {
  /** Whether the graph depends on the shape, so that it needs the sites' heights and widths. */
  default boolean dependsOnShape() {
    return false;
  }

  /** Whether it can compute this site, or the reason why not: for example, a stride. */
  Support supports(ConvolutionSite site, NetworkContext network);

  /**
   * How many times as fast as the runtime's own convolution it is expected to be at a site that it
   * supports, where nobody has measured it.
   */
  double gain(ConvolutionSite site, NetworkContext network);

  /** Bytes that a site's weights take beyond those that they take in the file. */
  default long bytes(ConvolutionSite site, NetworkContext network) {
    return 0;
  }

  /** Bytes that all sites of a network may take beyond those in the file; 0 to leave all alone. */
  default long memory(NetworkContext network) {
    return Long.MAX_VALUE;
  }

  /**
   * Write the convolution.
   *
   * @return [rows, outputs, height, width], equal to the site's output, its bias included
   */
  Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network);
}
