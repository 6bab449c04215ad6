package dev.kiln.host.network;

import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightSource;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Uniform with the variance 1 / inputs: what goes in comes out as large. For measuring. */
final class RandomWeights implements WeightSource {
  @Override
  public Weight weight(String name, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    SplittableRandom random = new SplittableRandom(name.hashCode());
    double inputs = Arrays.stream(shape).skip(shape.length > 1 ? 1 : 0).reduce(1, (a, b) -> a * b);
    double limit = Math.sqrt(3.0 / inputs);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
    return Weight.floats(name, shape, values);
  }

  @Override
  public boolean has(String name) {
    return true;
  }
}
