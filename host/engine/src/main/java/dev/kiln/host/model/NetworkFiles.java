package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Path;
import java.util.List;

/** Networks on disk, in any format. Safe from any thread. */
public interface NetworkFiles {
  /** The file or folder. */
  Path path();

  /**
   * A network's structure; its weights stay in their files.
   *
   * @throws dev.kiln.spi.BadRequest when a file is missing or broken
   */
  Graph graph(NetworkKind network);

  /** The files that a network is made of, the one that names its weights first. */
  List<Path> files(NetworkKind network);

  /**
   * Whether its graphs are written for float32, however narrow the weights are stored. An export
   * may be written for halves throughout.
   */
  default boolean computesInFloat32() {
    return true;
  }
}
