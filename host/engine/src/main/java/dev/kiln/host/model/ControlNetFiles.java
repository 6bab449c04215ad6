package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.CheckpointKind;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** ControlNets of every file format. */
final class ControlNetFiles {
  /** What tells a ControlNet from other networks, whatever it and its folder are called. */
  static final String HINT = "controlnet_cond";

  private ControlNetFiles() {}

  /**
   * Look at a file or folder.
   *
   * @throws BadRequest when there is nothing, or something else
   */
  static NetworkFiles read(Path path) {
    if (!Files.exists(path)) {
      throw new BadRequest("there is no ControlNet at " + path + "; see where the file lies");
    } else if (path.toString().endsWith(".onnx")) {
      return new Exported(path, path);
    } else if (Files.isRegularFile(path)) {
      return single(path);
    }
    List<Path> exports = exports(path);
    if (exports.size() == 1) {
      return new Exported(path, exports.get(0));
    } else if (exports.isEmpty() && Files.isRegularFile(path.resolve("config.json"))) {
      return new Diffusers(path);
    }
    throw new BadRequest(
        path
            + " holds "
            + exports.size()
            + " ONNX files and is no diffusers folder; name the file of the ControlNet");
  }

  private static NetworkFiles single(Path file) {
    Checkpoint contents = Checkpoint.read(file);
    if (contents.kind() != CheckpointKind.CONTROLNET) {
      throw new BadRequest(
          file
              + " is a "
              + contents.kind().label()
              + contents.kind().refusal().map(reason -> ", " + reason).orElse("")
              + "; name a ControlNet");
    }
    return new SingleFile(file.getFileName().toString(), file, contents);
  }

  private static List<Path> exports(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new BadRequest(folder + " cannot be read; see to its rights", e);
    }
  }

  /** An ONNX file of any exporter. */
  private record Exported(Path path, Path file) implements NetworkFiles {
    @Override
    public Graph graph(NetworkKind network) {
      Graph graph = OnnxReader.read(file);
      List<String> inputs = graph.inputs().stream().map(port -> port.name()).toList();
      if (!inputs.contains(HINT)) {
        throw new BadRequest(
            file + " is no ControlNet: its inputs are " + inputs + ", and none is '" + HINT + "'");
      }
      return graph;
    }

    @Override
    public List<Path> files(NetworkKind network) {
      return List.of(file);
    }

    @Override
    public boolean computesInFloat32() {
      return false;
    }
  }

  /** A folder as diffusers saves it. */
  private record Diffusers(Path path) implements NetworkFiles {
    private Path config() {
      return path.resolve("config.json");
    }

    @Override
    public Graph graph(NetworkKind network) {
      return NetworkBuilder.of(network, ConfigFiles.read(config()), config().toString())
          .graph(StateDict.inFolder(path), LayerOperators.TUNED);
    }

    @Override
    public List<Path> files(NetworkKind network) {
      return Stream.concat(StateDict.inFolder(path).files().stream(), Stream.of(config())).toList();
    }
  }
}
