package dev.kiln.host.model;

import dev.kiln.host.graph.live.LiveWeights;
import dev.kiln.host.graph.live.NotLive;
import dev.kiln.host.onnx.SessionCache;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sessions of one network whose weights are changed between runs, if a plan differs from the last
 * one in nothing else. A request for other weights than those of a running session gets another
 * session; an idle one is rewritten. Safe from any thread.
 */
final class LiveSessions {
  /** Changes that cannot be made in a session: remembered so that they are not tried again. */
  private static final int MOST_REFUSED = 1000;

  private final SessionCache<PatchedSession> sessions;
  private final List<Slot> slots = new ArrayList<>();
  private final Set<String> refused = new LinkedHashSet<>();
  private int made;

  /** A session's place: what it has or will have when it was locked. */
  private static final class Slot {
    private final String structure;
    private final String key;
    private String weights = "";
    private int users;

    Slot(String structure, int number) {
      this.structure = structure;
      this.key = "live " + number + " " + structure;
    }
  }

  LiveSessions(SessionCache<PatchedSession> sessions) {
    this.sessions = sessions;
  }

  /**
   * Use a session with the weights of a plan.
   *
   * @param maker of a session of the plan's structure
   * @return empty when it cannot be done in a session that lives
   */
  Optional<SessionCache.Lease<PatchedSession>> use(
      SessionPlan plan, Supplier<PatchedSession> maker) {
    String weights = plan.recipe().weightsName();
    Slot slot;
    synchronized (this) {
      if (refused.contains(weights)) {
        return Optional.empty();
      }
      slot = take(plan.structure().fingerprint(), weights);
    }
    SessionCache.Lease<PatchedSession> lease = null;
    boolean done = false;
    try {
      // Who comes second for the same weights waits until they are there.
      synchronized (slot) {
        lease = sessions.use(slot.key, maker);
        LiveWeights live = lease.value().live().orElseThrow();
        if (!live.current().equals(weights)) {
          plan.recipe().change(live);
        }
      }
      done = true;
      return Optional.of(lease.ending(() -> release(slot, true)));
    } catch (NotLive e) {
      refuse(weights);
      return Optional.empty();
    } finally {
      if (!done) {
        release(slot, false);
        if (lease != null) {
          lease.close();
        }
      }
    }
  }

  /** Whether an idle session of a plan's structure is there. */
  synchronized boolean idle(SessionPlan plan) {
    if (slots.isEmpty()) {
      return false;
    }
    String structure = plan.structure().fingerprint();
    return slots.stream()
        .anyMatch(
            slot -> slot.users == 0 && slot.structure.equals(structure) && sessions.has(slot.key));
  }

  /** One that has the weights already, else an idle one, else a new one. */
  private Slot take(String structure, String weights) {
    List<Slot> alike = slots.stream().filter(slot -> slot.structure.equals(structure)).toList();
    Slot chosen =
        alike.stream()
            .filter(slot -> slot.weights.equals(weights))
            .findFirst()
            .or(() -> alike.stream().filter(slot -> slot.users == 0).findFirst())
            .orElseGet(
                () -> {
                  Slot slot = new Slot(structure, made++);
                  slots.add(slot);
                  return slot;
                });
    chosen.weights = weights;
    chosen.users++;
    return chosen;
  }

  private synchronized void release(Slot slot, boolean known) {
    slot.users--;
    if (!known) {
      slot.weights = "unknown";
    }
    // What a thousand structures leave behind is not worth keeping.
    slots.removeIf(one -> one.users == 0 && !sessions.has(one.key));
  }

  private synchronized void refuse(String weights) {
    refused.add(weights);
    if (refused.size() > MOST_REFUSED) {
      refused.remove(refused.iterator().next());
    }
  }
}
