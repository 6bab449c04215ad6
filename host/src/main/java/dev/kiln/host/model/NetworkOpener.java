package dev.kiln.host.model;

import dev.kiln.host.graph.AttentionReport;
import dev.kiln.host.graph.ForeignExport;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphProblem;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.onnx.Network;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.WideWeights;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.util.List;
import java.util.Locale;

/**
 * From a model's files to a session: the structure is read or built, narrow weights become float32,
 * plugins change the graph, the runtime gets the rest. Safe from any thread.
 */
public final class NetworkOpener {
  private final OrtRuntime runtime;
  private final WideWeights wide;
  private final long sessionBytes;

  /**
   * @param wide copies of weights that are stored narrower than the processor computes
   * @param sessionBytes how much the sessions of one network may take beside those in use
   */
  public NetworkOpener(OrtRuntime runtime, WideWeights wide, long sessionBytes) {
    this.runtime = runtime;
    this.wide = wide;
    this.sessionBytes = sessionBytes;
  }

  OrtRuntime runtime() {
    return runtime;
  }

  long sessionBytes() {
    return sessionBytes;
  }

  /**
   * Make a session.
   *
   * @throws BadRequest when a file is missing or broken
   * @throws dev.kiln.spi.PluginProblem when a plugin fails at its graph
   */
  public OpenNetwork open(NetworkSource model, NetworkKind network, NetworkPlan plan) {
    Graph graph = graph(model, network);
    AttentionReport attention =
        plan.recipe().empty() ? new AttentionReport(List.of()) : plan.recipe().apply(graph);
    long bytes = graph.weights().values().stream().mapToLong(it -> Float.BYTES * it.size()).sum();
    try {
      Network open = Network.open(runtime, model.files(network).get(0), graph, plan.wishes());
      return new OpenNetwork(open, attention, bytes);
    } catch (BadRequest e) {
      throw GraphProblem.of(attention, e);
    }
  }

  /** A network's graph as plugins get to see it: in float32 and free of exporters' faults. */
  public Graph graph(NetworkSource model, NetworkKind network) {
    Graph graph = model.graph(network);
    demandWeights(graph);
    if (model.computesInFloat32()) {
      // Both halves of an autoencoder have their own part of its file.
      wide.widen(graph, network.name().toLowerCase(Locale.ROOT));
    } else if (network == NetworkKind.UNET || network == NetworkKind.CONTROLNET) {
      ForeignExport.mend(graph);
    }
    return graph;
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
