package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a value that are written already.
 *
 * @param rows of each part, one after the other
 */
record KeptRows(List<Rows> rows, List<Value> parts) {
  /** Some of them as one value. */
  Value read(GraphEditor graph, Rows wanted) {
    List<Value> read = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Rows own = rows.get(i);
      if (own.meets(wanted)) {
        Rows part = wanted.since(own.from()).within(own.count());
        read.add(
            part.count() == own.count()
                ? parts.get(i)
                : graph.slice(parts.get(i), 2, part.from(), part.to()));
      }
    }
    return read.size() == 1 ? read.get(0) : graph.concat(2, read.toArray(Value[]::new));
  }
}
