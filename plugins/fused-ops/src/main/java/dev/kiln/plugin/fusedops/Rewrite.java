package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.NetworkGraph;

/** One kind of chain that is replaced wherever it is found. */
@FunctionalInterface
interface Rewrite {
  void apply(NetworkGraph network);
}
