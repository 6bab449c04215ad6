package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a UNet's upsampling path concatenates, along the channels, a value of its
 * downsampling path.
 */
public final class SkipFinder {
  private final GraphIndex index;
  private final Levels levels;

  public SkipFinder(GraphIndex index) {
    this.index = index;
    this.levels = new Levels(index, NetworkKind.UNET, Optional.empty());
  }

  public List<SkipConnection> find() {
    List<SkipConnection> found = new ArrayList<>();
    for (Node node : index.nodes()) {
      boolean pictures =
          node.is("Concat")
              && node.inputs().size() == 2
              && node.whole("axis", 0) == 1
              && node.inputs().stream().allMatch(input -> levels.has(input));
      if (pictures) {
        found.add(
            new SkipConnection(
                found.size(),
                new Value(node.input(0)),
                new Value(node.input(1)),
                new Value(node.output())));
      }
    }
    return found;
  }
}
