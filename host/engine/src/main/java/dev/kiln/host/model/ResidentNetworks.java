package dev.kiln.host.model;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Networks outside of models: ControlNets and those of plugins. All sessions share one budget. The
 * least recently used one is closed first, but never while it is in use. Safe from any thread.
 */
public final class ResidentNetworks implements Networks, AutoCloseable {
  private static final long OPERATOR_SET = 20;

  private final SessionOpener opener;
  private final SessionCache<PatchedSession> sessions;
  private final LongAdder opened = new LongAdder();

  /**
   * @param bytes that sessions may take beside those in use
   */
  public ResidentNetworks(SessionOpener opener, long bytes) {
    this.opener = opener;
    this.sessions = new SessionCache<>(bytes, PatchedSession::bytes);
  }

  @Override
  public NetworkRun open(Path file) {
    return lease(file, "as it is", () -> untouched(file));
  }

  @Override
  public NetworkRun build(Path file, String name, Consumer<NetworkGraph> writer) {
    // The class of a jar that was exchanged is another one, and may write another network.
    String key = name + " by " + System.identityHashCode(writer.getClass());
    return lease(file, key, () -> written(file, name, writer));
  }

  private NetworkRun lease(Path file, String key, Supplier<PatchedSession> made) {
    if (!Files.isRegularFile(file)) {
      throw new BadRequest("there is no network at " + file + "; see where the file lies");
    }
    return own(sessions.use(key + " " + SourceStamp.of(file, List.of(file)), made), false);
  }

  /**
   * Use a network of a model as it lies in its files.
   *
   * @throws BadRequest when it is missing or broken
   */
  NetworkRun ofModel(NetworkFiles model, NetworkKind network) {
    SessionPlan plain = SessionPlan.plain(network);
    String stamp = SourceStamp.of(model.path(), model.files(network));
    return own(
        sessions.use(
            network + " " + plain.fingerprint() + " " + stamp,
            () -> {
              opened.increment();
              return opener.open(model, network, plain);
            }),
        true);
  }

  private NetworkRun own(SessionCache.Lease<PatchedSession> lease, boolean settled) {
    RunControl control = new RunControl(opener.runtime());
    return new LeasedSession(lease, control, settled) {
      @Override
      public void close() {
        super.close();
        control.close();
      }
    };
  }

  private PatchedSession untouched(Path file) {
    opened.increment();
    InferenceSession network = InferenceSession.open(opener.runtime(), file);
    return new PatchedSession(network, RecipeReport.UNTOUCHED, file.toFile().length());
  }

  private PatchedSession written(Path file, String name, Consumer<NetworkGraph> writer) {
    Graph graph = new Graph(name);
    graph.operatorSets().put("", OPERATOR_SET);
    // Only graphs that are made for one shape depend on the kind.
    GraphEdit edit = new GraphEdit(graph, NetworkKind.CONTROLNET, Optional.empty());
    writer.accept(edit);
    edit.finish();
    opened.increment();
    InferenceSession network = InferenceSession.open(opener.runtime(), file, graph);
    return new PatchedSession(network, RecipeReport.UNTOUCHED, SessionOpener.bytes(graph));
  }

  /**
   * Use a ControlNet.
   *
   * @param path a file or folder in any form
   * @param control ends its runs
   * @throws BadRequest when it is missing, broken or of another kind
   * @throws dev.kiln.spi.PluginProblem when a plugin fails at its graph
   */
  public NetworkRun controlNet(Path path, SessionPlan plan, RunControl control) {
    NetworkFiles source = ControlNetFiles.read(path);
    String stamp = SourceStamp.of(path, source.files(NetworkKind.CONTROLNET));
    SessionCache.Lease<PatchedSession> lease =
        sessions.use(
            plan.fingerprint() + " " + stamp,
            () -> {
              opened.increment();
              return opener.open(source, NetworkKind.CONTROLNET, plan);
            });
    plan.used(lease.value());
    return new LeasedSession(lease, control, true);
  }

  /** How often a session had to be made. */
  public int opened() {
    return opened.intValue();
  }

  /** Bytes of all sessions, in use or not. */
  public long bytes() {
    return sessions.bytes();
  }

  /** Give up all that nobody uses now. */
  void unload() {
    sessions.clear();
  }

  @Override
  public void close() {
    sessions.close();
  }
}
