package dev.kiln.spi.testkit;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.List;

/**
 * One of the ways in which Kiln's own optimizers compute attention, at every site. They cannot be
 * here themselves: their tests need the testkit, and who writes a plugin elsewhere has no build of
 * them beside its tests. {@code ShippedOptimizersTest} among Kiln's examples sees that these write
 * all operators that the shipped ones write.
 */
record ReferenceOptimizer(String name, Writer writer) implements AttentionOptimizer {
  /** Queries, keys or heads at once: fewer than any site of the tests has. */
  private static final long PART = 3;

  /** Writes an attention. */
  private interface Writer {
    Value write(AttentionSite site, GraphEditor graph);
  }

  static List<AttentionOptimizer> all() {
    return List.of(
        new ReferenceOptimizer("onnx-attention", ReferenceOptimizer::attention),
        new ReferenceOptimizer("multi-head", (site, graph) -> multiHead(site, graph, 1)),
        new ReferenceOptimizer("multi-head-whole", (site, graph) -> multiHead(site, graph, 3)),
        new ReferenceOptimizer("sliced-queries", ReferenceOptimizer::slicedQueries),
        new ReferenceOptimizer("sliced-heads", ReferenceOptimizer::slicedHeads),
        new ReferenceOptimizer("streamed-keys", ReferenceOptimizer::streamedKeys));
  }

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return name.equals("sliced-heads") && site.bias().isPresent()
        ? Support.no("it adds no bias to the scores")
        : Support.yes("it is a reference");
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return writer.write(site, graph);
  }

  private static Value attention(AttentionSite site, GraphEditor graph) {
    if (!graph.raise(23)) {
      return multiHead(site, graph, 1);
    }
    Attributes attributes =
        Attributes.of("q_num_heads", site.heads())
            .and("kv_num_heads", site.heads())
            .and("scale", site.scale());
    return site.bias().isEmpty()
        ? graph.op("Attention", attributes, site.query(), site.key(), site.value())
        : graph.op(
            "Attention", attributes, site.query(), site.key(), site.value(), bias(site, graph));
  }

  /**
   * @param outputs 1, or 3 for keys and values too, which the flash kernel cannot do
   */
  private static Value multiHead(AttentionSite site, GraphEditor graph, int outputs) {
    Attributes attributes = Attributes.of("num_heads", site.heads()).and("scale", site.scale());
    String operator = "com.microsoft.MultiHeadAttention";
    Value[] plain = {site.query(), site.key(), site.value()};
    if (site.bias().isEmpty()) {
      return graph.ops(operator, outputs, attributes, plain).get(0);
    }
    Value none = Value.NONE;
    Value[] biased = {plain[0], plain[1], plain[2], none, none, bias(site, graph)};
    return graph.op(operator, attributes, biased);
  }

  /** Both operators broadcast neither queries nor keys of a bias. */
  private static Value bias(AttentionSite site, GraphEditor graph) {
    Value one = graph.whole(1);
    Value sizes = graph.sizes(one, one, graph.dim(site.query(), 1), graph.dim(site.key(), 1));
    return graph.op("Expand", graph.like(site.bias().orElseThrow(), site.query()), sizes);
  }

  private static Value slicedQueries(AttentionSite site, GraphEditor graph) {
    KeyValue kv = split(site, graph);
    Value bias = site.bias().orElse(Value.NONE);
    Value mixed =
        graph.chunks(
            graph.splitHeads(site.query(), site.heads()),
            2,
            PART,
            (body, part, start, end) ->
                body.attended(part, kv, site.scale(), body.sliceBroadcast(bias, 2, start, end)));
    return graph.mergeHeads(mixed, site.heads());
  }

  private static Value slicedHeads(AttentionSite site, GraphEditor graph) {
    KeyValue kv = split(site, graph);
    Value k = graph.reshape(kv.key(), 1, -1, 0, 0);
    Value v = graph.reshape(kv.value(), 1, -1, 0, 0);
    Value mixed =
        graph.chunks(
            graph.reshape(graph.splitHeads(site.query(), site.heads()), 1, -1, 0, 0),
            1,
            PART,
            (body, part, start, end) ->
                body.attended(
                    part,
                    new KeyValue(body.slice(k, 1, start, end), body.slice(v, 1, start, end)),
                    site.scale(),
                    Value.NONE));
    return graph.mergeHeads(graph.reshape(mixed, -1, site.heads(), 0, 0), site.heads());
  }

  private static Value streamedKeys(AttentionSite site, GraphEditor graph) {
    Value q = graph.splitHeads(site.query(), site.heads());
    Value bias = site.bias().orElse(Value.NONE);
    Value mixed = graph.streamed(q, split(site, graph), site.scale(), bias, graph.whole(PART));
    return graph.mergeHeads(mixed, site.heads());
  }

  private static KeyValue split(AttentionSite site, GraphEditor graph) {
    return new KeyValue(
        graph.splitHeads(site.key(), site.heads()), graph.splitHeads(site.value(), site.heads()));
  }
}
