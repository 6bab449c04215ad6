package dev.kiln.host.onnx;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightFiles;
import dev.kiln.host.graph.format.OnnxWriter;
import java.nio.file.Path;

/**
 * A network as the runtime reads it.
 *
 * @param bytes an ONNX model whose large weights lie in files
 * @param folder has those files, at any depth
 * @param optimized whether the runtime wrote it, for this machine: there is nothing left to improve
 */
public record Structure(byte[] bytes, Path folder, boolean optimized) {
  public static Structure of(Graph graph) {
    Path folder = WeightFiles.folder(graph);
    return new Structure(OnnxWriter.write(graph, folder), folder, false);
  }
}
