package dev.kiln.host.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files that hold a graph's weights. */
public final class WeightFiles {
  private WeightFiles() {}

  public static Set<Path> of(Graph graph) {
    Set<Path> files = new TreeSet<>();
    collect(graph, files);
    return files;
  }

  /**
   * The deepest folder that holds all of them; the working folder where there are none. ONNX
   * Runtime takes external data from one folder and what is below it.
   */
  public static Path folder(Graph graph) {
    List<Path> files = List.copyOf(of(graph));
    if (files.isEmpty()) {
      return Path.of("").toAbsolutePath();
    }
    Path folder = files.get(0).getParent();
    for (Path file : files) {
      while (!file.startsWith(folder)) {
        folder = folder.getParent();
        if (folder == null) {
          throw new IllegalStateException(
              "the weights of one network lie on different drives: " + files);
        }
      }
    }
    return folder;
  }

  private static void collect(Graph graph, Set<Path> files) {
    for (Weight weight : graph.weights().values()) {
      collect(weight, files);
    }
    for (Node node : graph.nodes()) {
      for (Attribute attribute : node.attributes().values()) {
        if (attribute instanceof Attribute.Constant constant) {
          collect(constant.value(), files);
        }
      }
      node.bodies().forEach(body -> collect(body, files));
    }
  }

  private static void collect(Weight weight, Set<Path> files) {
    Weight.Data data = weight.data() instanceof Weight.Live live ? live.stored() : weight.data();
    if (data instanceof Weight.InFile place) {
      files.add(place.file());
    }
  }
}
