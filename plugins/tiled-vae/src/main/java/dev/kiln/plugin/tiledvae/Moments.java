package dev.kiln.plugin.tiledvae;

import dev.kiln.plugin.tiledvae.NormedLayer.Affine;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and variance of a group norm's input from parts of it. The variance of a whole is the mean
 * variance of its parts plus the variance of their means, so that large numbers are never
 * subtracted from each other.
 *
 * @param channels of the input
 */
record Moments(GraphEditor graph, GroupNorm norm, long channels) {
  /**
   * What the norm comes to.
   *
   * @param parts [batch, channels, rows, width] each
   * @param rows of each part
   */
  Affine of(List<Value> parts, List<Rows> rows) {
    Value all = graph.concat(2, parts.stream().map(this::ofPart).toArray(Value[]::new));
    Value means = graph.slice(all, 1, 0, norm.groups());
    Value variances = graph.slice(all, 1, norm.groups(), 2 * norm.groups());
    Value weights = graph.constant(shares(rows));
    Value mean = graph.sum(graph.mul(means, weights), 2);
    Value distance = graph.sub(means, mean);
    Value inside = graph.add(variances, graph.mul(distance, distance));
    return affine(mean, graph.sum(graph.mul(inside, weights), 2));
  }

  /** The part of all rows that each part has, [1, 1, parts]. */
  private static Tensor shares(List<Rows> rows) {
    long all = rows.stream().mapToLong(Rows::count).sum();
    Tensor shares = Tensor.zeros(1, 1, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      shares.data()[i] = rows.get(i).count() / (float) all;
    }
    return shares;
  }

  /**
   * Means and below them variances, [batch, 2 * groups, 1]: one value, so that the runtime computes
   * both before it goes on to another part, and lets this one go.
   */
  private Value ofPart(Value part) {
    Value x = graph.floats(part);
    Value mean = overGroups(x);
    Value distance = graph.sub(x, perChannel(mean));
    return graph.concat(1, mean, overGroups(graph.mul(distance, distance)));
  }

  /** Both [batch, groups, 1]. */
  private Affine affine(Value mean, Value variance) {
    Value deviation = graph.op("Sqrt", graph.add(variance, graph.constant(norm.epsilon())));
    Value scale =
        graph.mul(perChannel(graph.op("Reciprocal", deviation)), parameter(norm.weight()));
    Value shift = graph.sub(parameter(norm.bias()), graph.mul(perChannel(mean), scale));
    return new Affine(graph.like(scale, norm.input()), graph.like(shift, norm.input()));
  }

  private Value parameter(Value parameter) {
    return graph.floats(graph.reshape(parameter, 1, -1, 1, 1));
  }

  /** [batch, groups, 1] as [batch, channels, 1, 1]. */
  private Value perChannel(Value perGroup) {
    int size = Math.toIntExact(channels / norm.groups());
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    Value all = graph.mul(perGroup, graph.constant(Tensor.of(ones, 1, 1, size)));
    return graph.reshape(all, 0, -1, 1, 1);
  }

  /** The mean of each group, row by row at first: sums of few numbers lose least. */
  private Value overGroups(Value x) {
    return mean(graph.reshape(mean(x, 3), 0, norm.groups(), -1), 2);
  }

  private Value mean(Value x, long axis) {
    // As with ReduceMax, its axes became an input in set 18.
    return graph.operatorSet() < 18
        ? graph.op("ReduceMean", Attributes.ofList("axes", axis), x)
        : graph.op("ReduceMean", x, graph.list(axis));
  }
}
