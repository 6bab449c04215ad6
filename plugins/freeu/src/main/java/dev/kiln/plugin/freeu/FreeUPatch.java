package dev.kiln.plugin.freeu;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.Comparator;
import java.util.List;

/**
 * FreeU (arXiv 2309.11497) where a UNet's upsampling path joins what comes from below with a skip
 * connection, in the blocks of the two largest widths: for Stable Diffusion 1280 and 640 channels,
 * which are ComfyUI's four and two times the first level's.
 */
record FreeUPatch(FreeUOptions options) implements GraphPatch {
  @Override
  public String fingerprint() {
    return options.toString();
  }

  @Override
  public void apply(NetworkGraph network) {
    List<SkipConnection> joins =
        network.skips().stream().filter(join -> width(network, join) > 0).toList();
    List<Long> widths =
        joins.stream()
            .map(join -> width(network, join))
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    if (widths.isEmpty()) {
      network.warn("freeu changes nothing: this UNet has no skip connection of a known width");
    }
    for (SkipConnection join : joins) {
      int rank = widths.indexOf(width(network, join));
      if (rank == 0) {
        change(network, join, options.b1(), options.s1());
      } else if (rank == 1) {
        change(network, join, options.b2(), options.s2());
      }
    }
  }

  /** Channels of what comes from below; -1 where the file does not say. */
  private static long width(NetworkGraph network, SkipConnection join) {
    List<Long> shape = network.knownShape(join.hidden());
    return shape.size() == 4 ? shape.get(1) : -1;
  }

  private static void change(NetworkGraph network, SkipConnection join, double b, double s) {
    GraphEditor editor = network.editor();
    if (b != 1) {
      Value amplified = Backbone.amplified(editor, join.hidden(), width(network, join), b);
      network.replaceIn(join.output(), join.hidden(), amplified);
    }
    if (s != 1) {
      Value scaled = LowFrequencies.scaled(editor, join.skip(), s);
      network.replaceIn(join.output(), join.skip(), scaled);
    }
  }
}
