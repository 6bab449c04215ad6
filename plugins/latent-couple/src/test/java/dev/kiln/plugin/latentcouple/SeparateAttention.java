package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attention by region in the most direct way: an attention for each region and row, without masks
 * in scores. With s the scores of a region's tokens and m its map, what is read is sum(m·e^s·v) /
 * sum(m·e^s), and, where there is a base, (1 - b) of that and b of the base's own softmax. The maps
 * of each level are inputs, so that whoever feeds them computes them.
 *
 * @param lengths tokens of each region
 * @param base the region beneath the others; -1 for none
 */
record SeparateAttention(List<Integer> lengths, int base) implements GraphPatch {
  /** [1, regions + 1, places] of a level; the last map is the base's share. */
  static String input(int level) {
    return "maps_" + level;
  }

  @Override
  public String fingerprint() {
    return "separate";
  }

  @Override
  public void apply(NetworkGraph network) {
    Map<Integer, Value> maps = new HashMap<>();
    for (AttentionSite site : network.attention()) {
      if (site.kind() == AttentionKind.CROSS) {
        int level = site.level().orElseThrow();
        Value map =
            maps.computeIfAbsent(
                level,
                any ->
                    network.input(
                        input(level),
                        "1",
                        Integer.toString(lengths.size() + 1),
                        "places_" + level));
        network.replace(site, attended(network.editor().at(site.path()), site, map));
      }
    }
  }

  private Value attended(GraphEditor graph, AttentionSite site, Value maps) {
    Value numerator = null;
    Value denominator = null;
    Value below = null;
    int start = 0;
    for (int region = 0; region < lengths.size(); region++) {
      int end = start + lengths.get(region);
      Value k = graph.splitHeads(graph.slice(site.key(), 1, start, end), site.heads());
      Value v = graph.splitHeads(graph.slice(site.value(), 1, start, end), site.heads());
      Value q = graph.splitHeads(site.query(), site.heads());
      Value exp = graph.exp(graph.scores(q, k, site.scale(), Value.NONE));
      if (region == base) {
        below = graph.div(graph.matmul(exp, v), graph.sum(exp, -1));
      }
      Value map = graph.reshape(graph.slice(maps, 1, region, region + 1L), 1, 1, -1, 1);
      Value upper = graph.mul(map, graph.matmul(exp, v));
      Value lower = graph.mul(map, graph.sum(exp, -1));
      numerator = numerator == null ? upper : graph.add(numerator, upper);
      denominator = denominator == null ? lower : graph.add(denominator, lower);
      start = end;
    }
    Value drawn = graph.div(numerator, graph.add(denominator, graph.constant(1e-30f)));
    if (base >= 0) {
      Value share =
          graph.reshape(graph.slice(maps, 1, lengths.size(), lengths.size() + 1L), 1, 1, -1, 1);
      drawn = graph.add(drawn, graph.mul(share, graph.sub(below, drawn)));
    }
    return graph.mergeHeads(drawn, site.heads());
  }
}
