package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.WideWeights;
import dev.kiln.spi.BadRequest;
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
  Network open(ModelSource model, NetworkKind network) {
    Graph graph = model.graph(network);
    demandWeights(graph);
    if (model.computesInFloat32()) {
      // Both halves of an autoencoder have their own part of its file.
      wide.widen(graph, network.name().toLowerCase(Locale.ROOT));
    }
    return Network.open(runtime, model.files(network).get(0), graph);
  }

  /** The runtime's own message about weights behind a file's end names neither file nor cure. */
  private static void demandWeights(Graph graph) {
    for (Weight weight : graph.weights().values()) {
      if (weight.data() instanceof Weight.InFile place
          && place.offset() + place.length() > place.file().toFile().length()) {
        throw new BadRequest(
            place.file()
                + " ends at byte "
                + place.file().toFile().length()
                + ", before the weight '"
                + weight.name()
                + "'; copy or export it again");
      }
    }
  }
}
