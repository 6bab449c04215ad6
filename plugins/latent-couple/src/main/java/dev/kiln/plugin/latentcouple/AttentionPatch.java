package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Cross attention by region, for the rows of one image: first its prompt's, which reads the joined
 * tokens through a mask, last its negative prompt's, which reads its own. Where a common prompt
 * lies beneath the regions, it is an attention of its own, and what is read is mixed: out = (1 -
 * b)·regions + b·base (Regional Prompter's formula, with b a number for each place).
 *
 * @param base the part that is the common prompt
 */
record AttentionPatch(JoinedTokens tokens, OptionalInt base) implements GraphPatch {
  @Override
  public String fingerprint() {
    return "tokens " + tokens.lengths() + " negative " + tokens.negative() + " base " + base;
  }

  @Override
  public void apply(NetworkGraph network) {
    GraphEditor graph = network.editor();
    Value text = network.input("encoder_hidden_states");
    Value prompt = graph.slice(text, 0, 0, 1);
    Value negative = graph.slice(graph.slice(text, 0, -1, Long.MAX_VALUE), 1, 0, tokens.negative());
    // Keys and values are then made of each token once, not of every row's.
    network.replace(text, graph.concat(1, prompt, negative));
    RegionMaps maps = new RegionMaps(network, tokens, base);
    Map<Integer, RegionMaps.Level> levels = new HashMap<>();
    for (AttentionSite site : network.attention()) {
      if (site.kind() == AttentionKind.CROSS) {
        demandPlain(site);
        int level = site.level().orElseThrow();
        Value attended = attended(network, site, levels.computeIfAbsent(level, maps::level));
        network.replace(site, attended);
      }
    }
  }

  private static void demandPlain(AttentionSite site) {
    if (site.level().isEmpty() || site.bias().isPresent()) {
      throw new PluginProblem(
          "the attention %s %s, so regions have no place in it; use the classic mode"
              .formatted(
                  site.path(),
                  site.bias().isPresent() ? "has a mask already" : "is not one of a picture"));
    }
  }

  private Value attended(NetworkGraph network, AttentionSite site, RegionMaps.Level level) {
    GraphEditor graph = network.editor().at(site.path());
    Value query = graph.slice(site.query(), 0, 0, 1);
    Value regions = network.attend(site, query, part(graph, site, 0, tokens.total()), level.bias());
    Value drawn = regions;
    if (base.isPresent()) {
      int start = tokens.start(base.getAsInt());
      KeyValue common = part(graph, site, start, start + tokens.lengths().get(base.getAsInt()));
      Value below = network.attend(site, query, common, Value.NONE);
      Value share = graph.like(level.base(), regions);
      drawn = graph.add(regions, graph.mul(share, graph.sub(below, regions)));
    }
    Value last = graph.slice(site.query(), 0, -1, Long.MAX_VALUE);
    KeyValue own = part(graph, site, tokens.total(), tokens.total() + tokens.negative());
    Value negative = network.attend(site, last, own, Value.NONE);
    // A run of the prompt's row alone has no other: its first and last are the same.
    Value rows = graph.dim(site.query(), 0);
    return graph.slice(graph.concat(0, drawn, negative), 0, graph.whole(0), rows);
  }

  private static KeyValue part(GraphEditor graph, AttentionSite site, int from, int to) {
    return new KeyValue(
        graph.slice(site.key(), 1, from, to), graph.slice(site.value(), 1, from, to));
  }
}
