package dev.kiln.host.noise;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * A Brownian motion W over the noise levels of a pass, for each image its own. The value at a level
 * is found by halving the interval and drawing each middle from the bridge between its ends, with a
 * generator counted by the middle's place: so the result does not depend on earlier calls, nor on
 * how the interval is divided into steps.
 *
 * <p>Intervals are halved in ln σ, along which schedules spread their levels about evenly, into
 * 4096 parts: levels nearer to each other than a part are one. Not thread-safe.
 */
public final class BrownianTree {
  private static final int DEPTH = 12;
  private static final int LEAVES = 1 << DEPTH;

  private final Philox[] generators;
  private final int rowSize;
  private final double logMin;
  private final double logSpan;
  private final float[][] work;
  // The last two points and W there: the end of one step is the start of the next.
  private final int[] points = {-1, -1};
  private final float[][] values;

  /**
   * @param seeds one an image
   * @param rowSize how many values an image has
   * @param sigmaMin the smallest level that will be asked for; smaller ones count as this one
   * @param sigmaMax the largest one
   */
  public BrownianTree(long[] seeds, int rowSize, double sigmaMin, double sigmaMax) {
    generators = Arrays.stream(seeds).mapToObj(Philox::new).toArray(Philox[]::new);
    this.rowSize = rowSize;
    logMin = Math.log(sigmaMin);
    logSpan = Math.log(sigmaMax) - logMin;
    work = new float[3][seeds.length * rowSize];
    values = new float[2][seeds.length * rowSize];
  }

  /**
   * Fill [images, ...] with the increment from one level to another, divided by its deviation: unit
   * noise. Zero where both levels are one.
   */
  public void noise(double sigma, double sigmaNext, Tensor out) {
    int from = point(sigma);
    int to = point(sigmaNext);
    float[] start = values[load(from, find(to))];
    float[] end = values[load(to, find(from))];
    double distance = Math.abs(level(to) - level(from));
    float scale = distance == 0 ? 0 : (float) (1 / Math.sqrt(distance));
    float[] data = out.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = (end[i] - start[i]) * scale;
    }
  }

  /** The level that a level counts as. */
  double snapped(double sigma) {
    return level(point(sigma));
  }

  private int point(double sigma) {
    double place = logSpan == 0 ? 0 : (Math.log(sigma) - logMin) / logSpan;
    return (int) Math.round(Math.max(0, Math.min(1, place)) * LEAVES);
  }

  private double level(int point) {
    return Math.exp(logMin + logSpan * point / LEAVES);
  }

  private int find(int point) {
    return points[0] == point ? 0 : points[1] == point ? 1 : -1;
  }

  /** The slot of a point's value, computed where needed without touching the slot in use. */
  private int load(int point, int inUse) {
    int found = find(point);
    if (found >= 0) {
      return found;
    }
    int slot = inUse == 0 ? 1 : 0;
    descend(point, values[slot]);
    points[slot] = point;
    return slot;
  }

  private void descend(int point, float[] out) {
    float[] low = work[0];
    float[] high = work[1];
    float[] middle = work[2];
    Arrays.fill(low, 0);
    draw(high, 0);
    double deviation = Math.sqrt(level(LEAVES) - level(0));
    for (int i = 0; i < high.length; i++) {
      high[i] *= (float) deviation;
    }
    int start = 0;
    int node = 1;
    for (int half = LEAVES / 2; half > 0 && point > start && point < start + 2 * half; half /= 2) {
      draw(middle, node);
      bridge(low, middle, high, start, half);
      boolean upper = point >= start + half;
      float[] free = upper ? low : high;
      if (upper) {
        low = middle;
        start += half;
      } else {
        high = middle;
      }
      middle = free;
      node = 2 * node + (upper ? 1 : 0);
    }
    System.arraycopy(point == start ? low : high, 0, out, 0, out.length);
  }

  /** Turn unit noise at the middle into W there, given W at both ends. */
  private void bridge(float[] low, float[] middle, float[] high, int start, int half) {
    double below = level(start + half) - level(start);
    double above = level(start + 2 * half) - level(start + half);
    float share = (float) (below / (below + above));
    float deviation = (float) Math.sqrt(below * above / (below + above));
    for (int i = 0; i < middle.length; i++) {
      middle[i] = low[i] + share * (high[i] - low[i]) + deviation * middle[i];
    }
  }

  private void draw(float[] out, int node) {
    for (int i = 0; i < generators.length; i++) {
      generators[i].fillPacked(out, i * rowSize, rowSize, node);
    }
  }
}
