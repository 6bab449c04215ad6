package dev.kiln.host.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session that is opened before it is asked for, once at the most. Safe from any thread. */
final class SessionAhead {
  private @Nullable Supplier<Optional<PatchedSession>> opening;
  private Optional<PatchedSession> opened = Optional.empty();

  /**
   * @param opening gives none where it cannot be opened
   */
  SessionAhead(Supplier<Optional<PatchedSession>> opening) {
    this.opening = opening;
  }

  /** Open it, if nobody did. */
  synchronized void open() {
    Supplier<Optional<PatchedSession>> first = opening;
    opening = null;
    if (first != null) {
      try {
        opened = first.get();
      } catch (RuntimeException | Error failed) {
        // The reason is told to who needs the session, and then opens it.
        return;
      }
    }
  }

  /** The session, which is from now on the caller's. Waits for it. */
  synchronized Optional<PatchedSession> take() {
    open();
    return opened;
  }

  /** Close it, or do not open it at all. */
  synchronized void giveUp() {
    opening = null;
    opened.ifPresent(PatchedSession::close);
    opened = Optional.empty();
  }
}
