package dev.kiln.spi.graph;

import dev.kiln.spi.ImplementedByPlugins;
import java.util.List;

/** Writes what one turn of {@link GraphEditor#loop} does. Called once, while the loop is made. */
@ImplementedByPlugins
@FunctionalInterface
public interface LoopBody {
  /**
   * Write the body.
   *
   * @param turn which turn, from 0: a whole number of rank 0
   * @param state what the turn before made
   * @return as many values, of the same element types
   */
  List<Value> write(GraphEditor body, Value turn, List<Value> state);
}
