package dev.kiln.host.model;

import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.graph.NetworkKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One network of a model and its sessions, one for each plan that was asked for, bounded in bytes.
 * Safe from any thread.
 */
final class PlannedSessions implements AutoCloseable {
  /** A slider of strengths makes one at each stop, and none of them may be asked for again. */
  private static final int MOST_SESSIONS = 12;

  private final SessionOpener opener;
  private final ModelSource source;
  private final NetworkKind kind;
  private final SessionCache<PatchedSession> sessions;
  private final LiveSessions live;
  private @Nullable Boolean large;

  PlannedSessions(SessionOpener opener, ModelSource source, NetworkKind kind) {
    this.opener = opener;
    this.source = source;
    this.kind = kind;
    this.sessions =
        new SessionCache<>(opener.sessionBytes(), 0, MOST_SESSIONS, PatchedSession::bytes);
    this.live = new LiveSessions(sessions);
  }

  ModelSource source() {
    return source;
  }

  SessionPlan plain() {
    return SessionPlan.plain(kind);
  }

  /**
   * Use the network. The plan is told what its patches have to say, also of a session that is there
   * already.
   *
   * @throws dev.kiln.spi.BadRequest when a file is missing or broken
   * @throws dev.kiln.spi.PluginProblem when a plugin fails at its graph
   */
  SessionCache.Lease<PatchedSession> use(SessionPlan plan) {
    return use(plan, () -> {});
  }

  /**
   * @param made is run when a session had to be made
   */
  SessionCache.Lease<PatchedSession> use(SessionPlan plan, Runnable made) {
    Optional<SessionCache.Lease<PatchedSession>> lease = Optional.empty();
    if (livesIn(plan)) {
      lease =
          live.use(
              plan,
              () -> {
                made.run();
                return opener.openLive(source, kind, plan.structure());
              });
    }
    SessionCache.Lease<PatchedSession> used =
        lease.orElseGet(
            () ->
                sessions.use(
                    plan.fingerprint(),
                    () -> {
                      made.run();
                      return opener.open(source, kind, plan);
                    }));
    plan.used(used.value());
    return used;
  }

  /**
   * Whether a plan's weights are written into a session. The model's own are where such a session
   * is idle and no faster one is there: each would take the model's size in memory. A variant would
   * take it too, whatever it leaves out. Where a patch makes others of the weights, none live.
   */
  private boolean livesIn(SessionPlan plan) {
    if (!plan.wishes().processorAlone()
        || plan.recipe().isVariant()
        || plan.recipe().takesWeights()) {
      return false;
    }
    return plan.recipe().changesWeights()
        ? large()
        : live.idle(plan) && !sessions.has(plan.fingerprint());
  }

  private synchronized boolean large() {
    if (large == null) {
      large = opener.large(source, kind);
    }
    return large;
  }

  @Override
  public void close() {
    sessions.close();
  }
}
