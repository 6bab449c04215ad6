package dev.kiln.spi.testkit;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.ScoreSize;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;

/** Counts the scores of a network's attentions, and computes none of them. */
final class AttentionScores implements AttentionOptimizer {
  private long bytes;

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    bytes += site.scores(network).map(ScoreSize::bytes).orElseThrow();
    return Support.no("it is counted");
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    throw new AssertionError("it supports nothing");
  }

  /** Of one row's scores of all sites together, times the rows of the shape. */
  long bytes() {
    return bytes;
  }
}
