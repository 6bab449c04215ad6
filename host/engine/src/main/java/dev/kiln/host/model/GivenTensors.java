package dev.kiln.host.model;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What networks give out under names that plugins declared, for evaluations with a certain number
 * of rows: one tensor for each name, written by each run that has the output. For one thread.
 */
public final class GivenTensors {
  private final int rows;
  private final Map<String, Given> byName = new TreeMap<>();
  private int run;

  private static final class Given {
    private Tensor tensor;
    private int run;

    Given(Tensor tensor) {
      this.tensor = tensor;
    }
  }

  GivenTensors(int rows) {
    this.rows = rows;
  }

  /** The network is about to be run, perhaps on some rows after others. */
  public void begin() {
    run++;
  }

  /**
   * Where a part of a run puts its rows.
   *
   * @param shape what the part gives out: [rows of the part, ...]
   * @param part how many rows it has
   */
  Tensor gather(String name, long[] shape, int part) {
    if (shape.length == 0 || shape[0] != part) {
      throw new PluginProblem(
          "the output '%s' that a plugin's patch declared has the sizes %s in a run of %d rows; the first must be the rows"
              .formatted(name, Arrays.toString(shape), part));
    }
    Given given = byName.get(name);
    if (given == null) {
      given = new Given(zeros(shape));
      byName.put(name, given);
    } else if (!fits(given.tensor, shape)) {
      if (given.run == run) {
        throw new PluginProblem(
            "the output '%s' has the sizes %s for some rows of an evaluation, and for others it is %s"
                .formatted(name, Arrays.toString(shape), given.tensor));
      }
      given.tensor = zeros(shape);
    }
    given.run = run;
    return given.tensor;
  }

  private Tensor zeros(long[] shape) {
    int[] sizes = new int[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      sizes[axis] = Math.toIntExact(shape[axis]);
    }
    sizes[0] = rows;
    return Tensor.zeros(sizes);
  }

  private static boolean fits(Tensor tensor, long[] shape) {
    if (tensor.rank() != shape.length) {
      return false;
    }
    for (int axis = 1; axis < shape.length; axis++) {
      if (tensor.dim(axis) != shape[axis]) {
        return false;
      }
    }
    return true;
  }

  /**
   * What the last run gave out.
   *
   * @throws PluginProblem when it gave out nothing of that name
   */
  public Tensor of(String name) {
    Given given = byName.get(name);
    if (given == null || given.run != run) {
      throw new PluginProblem(
          "there is no output '%s': the network gave out %s when it ran last"
              .formatted(
                  name,
                  byName.entrySet().stream()
                      .filter(it -> it.getValue().run == run)
                      .map(Map.Entry::getKey)
                      .toList()));
    }
    return given.tensor;
  }
}
