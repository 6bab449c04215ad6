package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.spi.graph.NetworkKind;
import java.util.function.UnaryOperator;

/**
 * From a model's files to a session: the structure is read or built, narrow weights become float32,
 * the runtime gets both.
 */
public final class NetworkOpener {
  private final OrtRuntime runtime;
  private final UnaryOperator<Graph> widening;

  /**
   * @param widening gives a graph whose weights the device can compute with
   */
  public NetworkOpener(OrtRuntime runtime, UnaryOperator<Graph> widening) {
    this.runtime = runtime;
    this.widening = widening;
  }

  OrtRuntime runtime() {
    return runtime;
  }

  /**
   * @throws dev.kiln.spi.BadRequest when a file is missing or broken
   */
  Network open(ModelSource model, NetworkKind network) {
    Graph graph = widening.apply(model.graph(network));
    return Network.open(runtime, model.files(network).get(0), graph);
  }
}
