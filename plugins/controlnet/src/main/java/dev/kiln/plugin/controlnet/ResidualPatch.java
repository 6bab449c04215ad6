package dev.kiln.plugin.controlnet;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;

/**
 * Gives a UNet an input for each residual of a ControlNet. Each is added where the upsampling path
 * reads a skip connection, and nowhere else: the downsampling path stays as it is. The last one is
 * added to the middle. One session serves all ControlNets, pictures and weights.
 */
final class ResidualPatch implements GraphPatch {
  /** The input of the middle's residual. */
  static final String MIDDLE = "mid_block_res";

  /** The input of a skip's residual, counted from the picture down. */
  static String skip(int index) {
    return "down_block_res_" + index;
  }

  @Override
  public String fingerprint() {
    return "residuals";
  }

  @Override
  public void apply(NetworkGraph network) {
    List<SkipConnection> joins = network.skips();
    for (SkipConnection join : joins) {
      // The upsampling path reads last what the downsampling path made first.
      String input = skip(joins.size() - 1 - join.index());
      add(network, join, join.skip(), input);
      if (join.index() == 0) {
        add(network, join, join.hidden(), MIDDLE);
      }
    }
  }

  private static void add(NetworkGraph network, SkipConnection join, Value value, String input) {
    List<Long> shape = network.knownShape(value);
    boolean known = shape.size() == 4 && shape.get(1) > 0;
    // Sizes have names of their own: one zero for all rows and pixels is fed where nothing acts.
    String channels = known ? String.valueOf(shape.get(1)) : input + "_channels";
    Value residual =
        network.input(input, input + "_rows", channels, input + "_height", input + "_width");
    network.replaceIn(join.output(), value, network.editor().add(value, residual));
  }
}
