package dev.kiln.plugin.attentioninvokeai;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.Value;

/**
 * What an attention is computed from, and the ways to do it.
 *
 * @param q [batch, heads, tokens, size]; keys and values the same with their tokens
 * @param bias or {@link Value#NONE}
 */
record AttentionOperands(Value q, KeyValue kv, float scale, Value bias) {
  Value whole(GraphEditor graph) {
    return graph.attended(q, kv, scale, bias);
  }

  Value byQueries(GraphEditor graph, long size) {
    return graph.chunks(
        q,
        2,
        size,
        (body, part, start, end) ->
            body.attended(part, kv, scale, body.sliceBroadcast(bias, 2, start, end)));
  }

  /** The heads of all rows in one axis, of which a slice takes some. */
  Value byHeads(GraphEditor graph, long size, long heads) {
    Value keys = graph.reshape(kv.key(), 1, -1, 0, 0);
    Value values = graph.reshape(kv.value(), 1, -1, 0, 0);
    Value mixed =
        graph.chunks(
            graph.reshape(q, 1, -1, 0, 0),
            1,
            size,
            (body, part, start, end) ->
                body.attended(
                    part,
                    new KeyValue(
                        body.slice(keys, 1, start, end), body.slice(values, 1, start, end)),
                    scale,
                    Value.NONE));
    return graph.reshape(mixed, -1, heads, 0, 0);
  }
}
