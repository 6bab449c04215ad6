package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;
import java.util.List;

/** Writes one iteration of {@link GraphEditor#loop}. Called once, while the loop is made. */
@ImplementedByPlugins
@FunctionalInterface
public interface LoopBody {
  /**
   * Write the body.
   *
   * @param turn the iteration, from 0: a whole number of rank 0
   * @param state the values from the iteration before
   * @return as many values, of the same element types
   */
  List<Value> write(GraphEditor body, Value turn, List<Value> state);
}
