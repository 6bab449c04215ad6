package dev.kiln.plugin.deepcache;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * The whole network gives out what comes from below where the upsampling path reads one of its last
 * skip connections: of branch b the one that b others follow. The shallow network is fed this in
 * its place, so that nothing below is left in it.
 */
record DeepCachePatch(int branch) implements GraphPatch {
  static final String SHALLOW = "shallow";
  static final String HIDDEN = "deepcache_hidden";
  static final String KEPT = "deepcache_kept";

  @Override
  public String fingerprint() {
    return "branch " + branch;
  }

  @Override
  public Set<String> variants() {
    return Set.of(SHALLOW);
  }

  @Override
  public void apply(NetworkGraph network) {
    List<SkipConnection> joins = network.skips();
    if (branch >= joins.size()) {
      throw new BadRequest(
          "deepcache: branch %d is beyond this UNet, in which %d skip connections were found; %s"
              .formatted(
                  branch,
                  joins.size(),
                  joins.isEmpty() ? "leave deepcache out" : "choose 0 to " + (joins.size() - 1)));
    }
    SkipConnection join = joins.get(joins.size() - 1 - branch);
    if (network.variant().equals(SHALLOW)) {
      network.replaceIn(join.output(), join.hidden(), kept(network, join.hidden()));
    } else {
      network.output(HIDDEN, join.hidden());
    }
  }

  /** [rows, channels, height, width], known where the network's own is. */
  private static Value kept(NetworkGraph network, Value hidden) {
    List<Long> shape = network.knownShape(hidden);
    return network.input(KEPT, KEPT + "_rows", size(shape, 1), size(shape, 2), size(shape, 3));
  }

  private static String size(List<Long> shape, int axis) {
    boolean known = shape.size() == 4 && shape.get(axis) > 0;
    return known ? String.valueOf(shape.get(axis)) : KEPT + "_" + axis;
  }
}
