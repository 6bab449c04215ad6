package dev.kiln.plugin.tokenmerging;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Bipartite soft matching: each source goes to the destination that it is most like, by the cosine
 * of their metric, and the r sources that are most like theirs are merged into it by the mean. Of N
 * tokens N - r are left: the D destinations, then the sources that were kept. B is the batch, S the
 * number of sources.
 */
final class Matching {
  /** Below it a token has no direction. */
  private static final float LEAST_LENGTH = 1e-12f;

  private final GraphEditor editor;
  private final Partition partition;
  private final int merged;
  private final int kept;

  /** The destination of each source: [B, S]. */
  private final Value nearest;

  /** The sources that are merged, and the others: [B, r] and [B, S - r]. */
  private final Value moving;

  private final Value staying;

  /** Where the merged go: [B, r, 1]. */
  private final Value targets;

  /** How many tokens each destination stands for: [B, D, 1]. */
  private final Value counts;

  /**
   * Write what does not depend on the values that are merged.
   *
   * @param metric [B, N, channels]
   * @param merged r, from 1 to S
   */
  Matching(GraphEditor editor, Value metric, Partition partition, int merged) {
    this.editor = editor;
    this.partition = partition;
    this.merged = merged;
    this.kept = partition.sources().length - merged;
    Value unit = unit(editor.floats(metric));
    Value others = gather(unit, partition.destinations());
    Value scores =
        editor.matmul(gather(unit, partition.sources()), editor.transpose(others, 0, 2, 1));
    List<Value> best = top(scores, 1);
    this.nearest = editor.reshape(best.get(1), 0, -1);
    int sources = partition.sources().length;
    Value order = top(editor.reshape(best.get(0), 0, -1), sources).get(1);
    this.moving = editor.slice(order, 1, 0, merged);
    this.staying = editor.slice(order, 1, merged, sources);
    Value where = editor.op("GatherElements", Attributes.of("axis", 1), nearest, moving);
    this.targets = editor.reshape(where, 0, -1, 1);
    this.counts = added(ones(partition.destinations().length), targets, ones(merged));
  }

  private Value unit(Value metric) {
    Value length = editor.op("Sqrt", editor.sum(editor.mul(metric, metric), -1));
    return editor.div(metric, editor.op("Max", length, editor.constant(LEAST_LENGTH)));
  }

  /** The largest along the last axis, and where they are. */
  private List<Value> top(Value x, long count) {
    return editor.ops("TopK", 2, Attributes.of("axis", -1), x, editor.list(count));
  }

  private Value ones(long count) {
    Value batch = editor.dim(nearest, 0);
    Value one = editor.whole(1);
    return editor.op("Expand", editor.constant(1), editor.sizes(batch, editor.whole(count), one));
  }

  private Value gather(Value x, long... tokens) {
    return editor.op("Gather", Attributes.of("axis", 1), x, editor.list(tokens));
  }

  /** Tokens that differ between the rows of the batch. */
  private Value pick(Value x, Value tokens) {
    return editor.op(
        "GatherND", Attributes.of("batch_dims", 1), x, editor.reshape(tokens, 0, -1, 1));
  }

  private Value added(Value to, Value where, Value what) {
    Attributes sum = Attributes.of("axis", 1).and("reduction", "add");
    return editor.op("ScatterElements", sum, to, where, what);
  }

  /**
   * Merge.
   *
   * @param x [B, N, channels]
   * @return [B, N - r, channels]
   */
  Value merge(Value x) {
    Value all = editor.floats(x);
    Value sources = gather(all, partition.sources());
    Value moved = pick(sources, moving);
    Value where = editor.op("Expand", targets, editor.shape(moved));
    Value sums = added(gather(all, partition.destinations()), where, moved);
    Value means = editor.div(sums, counts);
    Value left = kept == 0 ? means : editor.concat(1, means, pick(sources, staying));
    return editor.reshape(editor.like(left, x), 0, partition.tokens() - merged, -1);
  }

  /**
   * Give each token what the one that stands for it got.
   *
   * @param x [B, N - r, channels]
   * @return [B, N, channels]
   */
  Value spread(Value x) {
    int first = partition.destinations().length;
    Value batch = editor.dim(nearest, 0);
    Value own = expand(batch, LongStream.range(0, first).toArray());
    Value places = nearest;
    if (kept > 0) {
      Value further = expand(batch, LongStream.range(first, first + kept).toArray());
      places = editor.op("ScatterElements", Attributes.of("axis", 1), nearest, staying, further);
    }
    return pick(x, gather(editor.concat(1, own, places), partition.places()));
  }

  /** A list for each row: [B, its length]. */
  private Value expand(Value batch, long... values) {
    return editor.op(
        "Expand", editor.list(values), editor.sizes(batch, editor.whole(values.length)));
  }
}
