package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes operators into a network's graph, with the loops and blocks that attention is made of. B
 * stands for the batch, N for query tokens, L for key tokens, H for heads, D for the size of a
 * head. For the thread that got it, until the call returns that lent it.
 */
@ProvidedByHost
public interface GraphEditor extends OperatorWriter {
  /** An editor of the same graph that names its nodes below this one's: {@code "attn1.to_q"}. */
  GraphEditor at(String part);

  /**
   * Run a body several times, each on what the one before it made. The body may read values from
   * outside; what it makes exists only inside, its results excepted.
   *
   * @param times a whole number of rank 0
   * @return the last state, or the first if it ran zero times
   */
  List<Value> loop(Value times, List<Value> first, LoopBody body);

  /** The value of one of two bodies, of which only that one is computed. */
  Value choose(Value condition, Branch then, Branch otherwise);

  /**
   * Compute the parts of an axis one after another in one loop: memory is needed for one at a time.
   * The results are joined along the same axis; the last may be shorter.
   *
   * @param size how much of the axis at once: a whole number of rank 0
   */
  Value chunks(Value x, long axis, Value size, ChunkBody body);

  /** The same for a size that is known. */
  default Value chunks(Value x, long axis, long size, ChunkBody body) {
    return chunks(x, axis, whole(size), body);
  }

  /**
   * The same without a loop, the body written once a part: for an axis whose length is known. The
   * runtime can fuse more, and needs longer to load.
   */
  default Value unrolled(Value x, long axis, long length, long size, ChunkBody body) {
    List<Value> parts = new ArrayList<>();
    for (long start = 0; start < length; start += size) {
      long end = Math.min(start + size, length);
      Value part = size >= length ? x : slice(x, axis, start, end);
      parts.add(body.write(this, part, whole(start), whole(end)));
    }
    return parts.size() == 1 ? parts.get(0) : concat(axis, parts.toArray(Value[]::new));
  }

  /**
   * Weights of a convolution in another form, as a constant. They are taken as they are now,
   * changes by patches included. The same weights in the same form are kept once, however often
   * they are written.
   *
   * @param weights [outputs, inputs, height, width], a parameter of the network
   * @param form a name that tells it from other forms
   * @param planes how many numbers take the place of each kernel
   * @return [planes, outputs, inputs], float32; for products, which read it at each run
   * @throws IllegalArgumentException when the weights are no parameter of four axes
   */
  Value transformed(Value weights, String form, int planes, KernelTransform transform);

  /** [B, N, H*D] as [B, H, N, D]. */
  default Value splitHeads(Value x, long heads) {
    return transpose(reshape(x, 0, 0, heads, -1), 0, 2, 1, 3);
  }

  /** [B, H, N, D] as [B, N, H*D]. */
  default Value mergeHeads(Value x, long heads) {
    Value tokens = transpose(x, 0, 2, 1, 3);
    return reshape(tokens, dim(tokens, 0), dim(tokens, 1), mul(dim(tokens, 3), whole(heads)));
  }

  /**
   * An attention from its site: what it is computed from with the heads apart, and the heads of the
   * result joined.
   *
   * @return [B, N, H*D]
   */
  default Value perHead(AttentionSite site, HeadsBody body) {
    Value q = splitHeads(site.query(), site.heads());
    Value k = splitHeads(site.key(), site.heads());
    Value v = splitHeads(site.value(), site.heads());
    Value mixed = body.write(q, new KeyValue(k, v), site.bias().orElse(Value.NONE));
    return mergeHeads(mixed, site.heads());
  }

  /**
   * How much each query attends to each key: q·kᵀ·scale + bias.
   *
   * @param q [B, H, N, D]
   * @param k [B, H, L, D]
   * @param bias broadcast to [B, H, N, L], or {@link Value#NONE}
   * @return [B, H, N, L]
   */
  default Value scores(Value q, Value k, float scale, Value bias) {
    Value scores = matmul(mul(q, scale), transpose(k, 0, 1, 3, 2));
    return bias.equals(Value.NONE) ? scores : add(scores, like(bias, scores));
  }

  /**
   * Softmax over the last axis, over the elements that a mask keeps. A row without any is zero.
   *
   * @param keep booleans, broadcast to x
   */
  default Value maskedSoftmax(Value x, Value keep) {
    Value hidden = op("Where", keep, x, constant(-60000, x));
    return op("Where", keep, softmax(hidden), constant(0, x));
  }

  /**
   * softmax(q·kᵀ·scale + bias)·v with all scores at once.
   *
   * @param q [B, H, N, D]
   * @param kv keys and values, [B, H, L, D] each
   * @param bias broadcast to [B, H, N, L], or {@link Value#NONE}
   * @return [B, H, N, D]
   */
  default Value attended(Value q, KeyValue kv, float scale, Value bias) {
    return matmul(softmax(scores(q, kv.key(), scale, bias)), kv.value());
  }

  /**
   * softmax(q·kᵀ·scale + bias)·v without ever holding all scores: keys are taken in parts, and what
   * was summed so far is rescaled to each new maximum (Rabe and Staats, arXiv 2112.05682).
   *
   * @param q [B, H, N, D]
   * @param kv keys and values, [B, H, L, D] each
   * @param bias broadcast to [B, H, N, L], or {@link Value#NONE}
   * @param size keys at once: a whole number of rank 0
   * @return [B, H, N, D]
   */
  default Value streamed(Value q, KeyValue kv, float scale, Value bias, Value size) {
    Value scaled = mul(q, scale);
    Value zero = mul(sum(scaled, -1), constant(0, q));
    Value length = dim(kv.key(), 2);
    Value times = div(add(length, sub(size, whole(1))), size);
    List<Value> first = List.of(add(zero, constant(-60000, q)), zero, mul(q, 0));
    List<Value> last =
        loop(
            times,
            first,
            (body, turn, state) -> {
              Value start = body.mul(turn, size);
              Value end = body.add(start, size);
              Value k = body.slice(kv.key(), 2, start, end);
              Value v = body.slice(kv.value(), 2, start, end);
              Value part = body.sliceBroadcast(bias, 3, start, end);
              return body.accumulate(body.scores(scaled, k, 1, part), v, state);
            });
    return div(last.get(2), last.get(1));
  }

  /** One step of {@link #streamed}: maximum, sum and output so far, with more keys. */
  private List<Value> accumulate(Value scores, Value v, List<Value> state) {
    Value most = op("Max", state.get(0), max(scores, -1));
    Value weights = exp(sub(scores, most));
    Value fade = exp(sub(state.get(0), most));
    return List.of(
        most,
        add(mul(state.get(1), fade), sum(weights, -1)),
        add(mul(state.get(2), fade), matmul(weights, v)));
  }

  /**
   * The tokens of a picture in windows.
   *
   * @param x [B, height*width, C]
   * @return [B*windows, tokens of a window, C]
   */
  default Value toWindows(Value x, Windows windows) {
    Value picture = reshape(x, whole(0), windows.height(), windows.width(), whole(-1));
    picture = roll(roll(picture, 1, windows.shift()), 2, windows.shift());
    Value rows = whole(windows.rows());
    Value columns = whole(windows.columns());
    Value down = div(windows.height(), rows);
    Value across = div(windows.width(), columns);
    Value cells = reshape(picture, whole(0), down, rows, across, columns, whole(-1));
    Value sorted = transpose(cells, 0, 1, 3, 2, 4, 5);
    long tokens = windows.rows() * windows.columns();
    return reshape(sorted, whole(-1), whole(tokens), dim(x, 2));
  }

  /** Undo {@link #toWindows}. */
  default Value fromWindows(Value x, Windows windows) {
    Value rows = whole(windows.rows());
    Value columns = whole(windows.columns());
    Value down = div(windows.height(), rows);
    Value across = div(windows.width(), columns);
    Value channels = dim(x, 2);
    Value cells = reshape(x, whole(-1), down, across, rows, columns, channels);
    Value sorted = transpose(cells, 0, 1, 3, 2, 4, 5);
    Value picture = reshape(sorted, whole(-1), windows.height(), windows.width(), channels);
    picture = roll(roll(picture, 1, -windows.shift()), 2, -windows.shift());
    return reshape(picture, whole(0), whole(-1), channels);
  }

  /**
   * An axis rolled: the element at index {@code by} becomes the first; a negative number rolls the
   * other way.
   */
  default Value roll(Value x, long axis, long by) {
    return by == 0 ? x : concat(axis, slice(x, axis, by, Long.MAX_VALUE), slice(x, axis, 0, by));
  }
}
