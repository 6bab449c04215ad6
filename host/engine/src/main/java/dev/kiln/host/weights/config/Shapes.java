package dev.kiln.host.weights.config;

import dev.kiln.host.weights.StateDict;
import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.Collection;

/** Reads numbers of a network's configuration off its parameters' shapes. */
public final class Shapes {
  private final StateDict weights;

  public Shapes(StateDict weights) {
    this.weights = weights;
  }

  /**
   * The size of an axis.
   *
   * @throws BadRequest when there is no such parameter or axis
   */
  public int size(String name, int axis) {
    long[] shape =
        weights
            .shape(name)
            .orElseThrow(
                () ->
                    new BadRequest(
                        weights.file() + " has no " + name + "; download or copy it again"));
    if (axis >= shape.length || shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
      throw new BadRequest(
          weights.file()
              + " keeps "
              + name
              + " in the shape "
              + Arrays.toString(shape)
              + ", which Stable Diffusion does not have; download or copy it again");
    }
    return (int) shape[axis];
  }

  boolean has(String name) {
    return weights.has(name);
  }

  /** How many axes; 0 where there is no such parameter. */
  int axes(String name) {
    return weights.shape(name).map(shape -> shape.length).orElse(0);
  }

  /** How many parameters with a counting part are there, from 0. */
  int count(String before, String after) {
    int count = 0;
    while (has(before + count + after)) {
      count++;
    }
    return count;
  }

  /** 32, as in all published models, or the largest power of two that divides small ones. */
  static int groups(Collection<Integer> channels) {
    int groups = 32;
    for (int one : channels) {
      while (one % groups != 0) {
        groups /= 2;
      }
    }
    return groups;
  }
}
