package dev.kiln.host.model;

import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.graph.NetworkKind;

/**
 * One network of a model and its sessions, one for each plan that was asked for, bounded in bytes.
 * Safe from any thread.
 */
final class ModelNetwork implements AutoCloseable {
  private final NetworkOpener opener;
  private final ModelSource source;
  private final NetworkKind kind;
  private final SessionCache<OpenNetwork> sessions;

  ModelNetwork(NetworkOpener opener, ModelSource source, NetworkKind kind) {
    this.opener = opener;
    this.source = source;
    this.kind = kind;
    this.sessions = new SessionCache<>(opener.sessionBytes(), OpenNetwork::bytes);
  }

  ModelSource source() {
    return source;
  }

  NetworkPlan plain() {
    return NetworkPlan.plain(kind);
  }

  /**
   * Use the network.
   *
   * @throws dev.kiln.spi.BadRequest when a file is missing or broken
   * @throws dev.kiln.spi.PluginProblem when a plugin fails at its graph
   */
  SessionCache.Lease<OpenNetwork> use(NetworkPlan plan) {
    return use(plan, () -> {});
  }

  /**
   * @param made is run when a session had to be made
   */
  SessionCache.Lease<OpenNetwork> use(NetworkPlan plan, Runnable made) {
    return sessions.use(
        plan.fingerprint(),
        () -> {
          made.run();
          return opener.open(source, kind, plan);
        });
  }

  @Override
  public void close() {
    sessions.close();
  }
}
