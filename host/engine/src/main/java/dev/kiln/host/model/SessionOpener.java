package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.edit.ForeignExport;
import dev.kiln.host.graph.edit.InputCut;
import dev.kiln.host.graph.edit.TokenVectors;
import dev.kiln.host.graph.live.LiveWeights;
import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.graph.recipe.OperatorHash;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.prepared.PreparedKey;
import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes a session from a model's files: the structure is read or built, narrow weights become
 * float32, plugins change the graph, and the runtime loads the result. Safe from any thread.
 */
public final class SessionOpener {
  /** Below it another session is made about as fast as weights are written. */
  private static final long LARGE = 400_000_000;

  private final OrtRuntime runtime;
  private final WideWeights wide;
  private final long sessionBytes;
  private final long liveBytes;
  private final PreparedSessions prepared;

  /**
   * Keeps no network.
   *
   * @param wide copies of weights that are stored narrower than the processor computes
   * @param sessionBytes how much the sessions of one network may take beside those in use; with 0
   *     each is closed after its use
   */
  public SessionOpener(OrtRuntime runtime, WideWeights wide, long sessionBytes) {
    this(runtime, wide, sessionBytes, LARGE);
  }

  /**
   * Keeps no network.
   *
   * @param liveBytes from how many bytes on a network's weights are changed in its session, where
   *     they are all that changes
   */
  public SessionOpener(OrtRuntime runtime, WideWeights wide, long sessionBytes, long liveBytes) {
    this(runtime, wide, PreparedNetworks.none(), sessionBytes, liveBytes);
  }

  /**
   * @param kept where networks are kept as they were made ready to run
   */
  public SessionOpener(
      OrtRuntime runtime, WideWeights wide, PreparedNetworks kept, long sessionBytes) {
    this(runtime, wide, kept, sessionBytes, LARGE);
  }

  private SessionOpener(
      OrtRuntime runtime,
      WideWeights wide,
      PreparedNetworks kept,
      long sessionBytes,
      long liveBytes) {
    this.runtime = runtime;
    this.wide = wide;
    this.sessionBytes = sessionBytes;
    this.liveBytes = liveBytes;
    this.prepared = new PreparedSessions(runtime, kept);
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
  public PatchedSession open(NetworkFiles model, NetworkKind network, SessionPlan plan) {
    Optional<PreparedKey> key = prepared.key(model, network, plan);
    return key.flatMap(it -> prepared.find(it, model.files(network).get(0), plan.wishes()))
        .orElseGet(() -> open(model, graph(model, network), plan, Optional.empty(), key));
  }

  /** See {@link Model#ahead}. */
  Optional<NetworksAhead> ahead(ModelSource model, String like) {
    // Where nothing is kept beside the network that runs, none is opened before its turn.
    return sessionBytes == 0 ? Optional.empty() : prepared.ahead(model, like);
  }

  /**
   * Make a session whose weights may be changed between runs. They are the model's own.
   *
   * @param plan that changes no weights first
   */
  PatchedSession openLive(NetworkFiles model, NetworkKind network, SessionPlan plan) {
    Graph graph = graph(model, network);
    Optional<LiveWeights> live = Optional.of(LiveWeights.of(graph, network));
    return open(model, graph, plan, live, Optional.empty());
  }

  private PatchedSession open(
      NetworkFiles model,
      Graph graph,
      SessionPlan plan,
      Optional<LiveWeights> live,
      Optional<PreparedKey> key) {
    RecipeReport report =
        plan.recipe().empty() ? RecipeReport.UNTOUCHED : plan.recipe().apply(graph);
    NetworkKind network = plan.recipe().kind();
    String operators =
        OperatorHash.of(graph) + " " + plan.wishes().text() + " " + prepared.machine();
    live.ifPresent(weights -> weights.settle(graph, network));
    if (network == NetworkKind.TEXT_ENCODER) {
      TokenVectors.addTo(graph);
    }
    // A ControlNet's picture stays the same from step to step.
    Optional<InputCut> cut =
        network == NetworkKind.CONTROLNET
            ? InputCut.of(graph, ControlNetFiles.HINT)
            : Optional.empty();
    Path file = model.files(network).get(0);
    try {
      InferenceSession open =
          key.isPresent()
              ? prepared.open(key.get(), graph, report, operators, file, plan.wishes())
              : InferenceSession.open(runtime, file, graph, plan.wishes());
      Optional<PatchedSession.Held> held = cut.map(part -> held(file, part, plan));
      return new PatchedSession(open, report, operators, bytes(graph), live, held);
    } catch (BadRequest e) {
      throw GraphProblem.of(report, e);
    }
  }

  /** What its weights take, those of floating types as float32. */
  static long bytes(Graph graph) {
    return graph.weights().values().stream().mapToLong(SessionOpener::bytes).sum();
  }

  private static long bytes(Weight weight) {
    return weight.size() * (weight.type().whole() ? weight.type().bytes() : Float.BYTES);
  }

  /** Whether a network's weights are changed in its session rather than in another one. */
  boolean large(NetworkFiles model, NetworkKind network) {
    return bytes(model.graph(network)) >= liveBytes;
  }

  private PatchedSession.Held held(Path file, InputCut cut, SessionPlan plan) {
    InferenceSession network = InferenceSession.open(runtime, file, cut.first(), plan.wishes());
    return new PatchedSession.Held(network, ControlNetFiles.HINT, cut.value());
  }

  /** A network's graph as plugins get to see it: in float32 and free of exporters' faults. */
  public Graph graph(NetworkFiles model, NetworkKind network) {
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
