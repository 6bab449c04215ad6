package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.WideWeights;
import dev.kiln.spi.graph.NetworkKind;
import java.util.Locale;

/**
 * From a model's files to a session: the structure is read or built, narrow weights become float32,
 * the runtime gets both.
 */
public final class NetworkOpener {
  private final OrtRuntime runtime;
  private final WideWeights wide;

  /**
   * @param wide copies of weights that are stored narrower than the processor computes
   */
  public NetworkOpener(OrtRuntime runtime, WideWeights wide) {
    this.runtime = runtime;
    this.wide = wide;
  }

  OrtRuntime runtime() {
    return runtime;
  }

  /**
   * @throws dev.kiln.spi.BadRequest when a file is missing or broken
   */
  public Network open(ModelSource model, NetworkKind network) {
    Graph graph = model.graph(network);
    if (model.computesInFloat32()) {
      // Both halves of an autoencoder have their own part of its file.
      wide.widen(graph, network.name().toLowerCase(Locale.ROOT));
    }
    return Network.open(runtime, model.files(network).get(0), graph);
  }
}
