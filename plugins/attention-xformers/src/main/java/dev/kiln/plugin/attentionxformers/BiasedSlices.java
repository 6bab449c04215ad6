package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;

/**
 * An attention with a bias: the operator holds the scores of all its queries then, so it gets as
 * many queries at once as the memory allows, counted when the network runs.
 */
final class BiasedSlices {
  private final AttentionSite site;
  private final long memory;

  BiasedSlices(AttentionSite site, long memory) {
    this.site = site;
    this.memory = memory;
  }

  Value write(GraphEditor graph, Value bias) {
    Value keys = graph.dim(site.key(), 1);
    Value typed = graph.like(bias, site.query());
    return graph.chunks(
        site.query(),
        1,
        queries(graph, keys),
        (body, query, start, end) -> {
          Value part = body.sliceBroadcast(typed, 2, start, end);
          Value one = body.whole(1);
          // The operator broadcasts rows and heads of a bias, but neither queries nor keys.
          Value full = body.op("Expand", part, body.sizes(one, one, body.dim(query, 1), keys));
          return body.op(
              "com.microsoft.MultiHeadAttention",
              Attributes.of("num_heads", site.heads()).and("scale", site.scale()),
              query,
              site.key(),
              site.value(),
              Value.NONE,
              Value.NONE,
              full);
        });
  }

  /** memory / (rows * heads * keys * 4), at least 1. */
  private Value queries(GraphEditor graph, Value keys) {
    Value rows = graph.mul(graph.dim(site.query(), 0), graph.whole(site.heads()));
    Value fitting = graph.div(graph.whole(memory / Float.BYTES), graph.mul(rows, keys));
    Value some = graph.op("Max", fitting, graph.whole(1));
    return graph.op("Max", graph.op("Min", some, graph.dim(site.query(), 1)), graph.whole(1));
  }
}
