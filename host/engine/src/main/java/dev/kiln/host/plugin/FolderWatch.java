package dev.kiln.host.plugin;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at something twice a second and acts when it has changed and then stayed the same for one
 * look: a file that is still being copied is left alone. Polling works on every file system,
 * network folders too, and costs microseconds.
 */
final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final long MILLIS = 500;
  private static final long SETTLING_MILLIS = 50;
  private static final int SETTLING_LOOKS = 40;

  private final Supplier<Object> look;
  private final Runnable act;
  private @Nullable Thread thread;

  FolderWatch(Supplier<Object> look, Runnable act) {
    this.look = look;
    this.act = act;
  }

  synchronized void start() {
    if (thread == null) {
      thread = new Thread(this::run, "kiln-plugin-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Acts once at first: what changed between the last read and the start must not be missed. */
  private void run() {
    Object acted = null;
    Object last = null;
    String told = "";
    while (pause()) {
      try {
        Object now = look.get();
        if (now.equals(last) && !now.equals(acted)) {
          acted = now;
          act.run();
        }
        last = now;
      } catch (RuntimeException e) {
        // A network folder that is away for a moment is no reason to stop plugins or to look away.
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(told)) {
          LOG.warn("plugins could not be read again: {}", reason);
        }
        told = reason;
      }
    }
  }

  /**
   * Wait until what is looked at stays the same for a moment, two seconds at most: between the old
   * file and the new one there may be none, or half of it.
   */
  void settle() {
    Object last = look.get();
    for (int i = 0; i < SETTLING_LOOKS; i++) {
      synchronized (this) {
        try {
          wait(SETTLING_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      Object now = look.get();
      if (now.equals(last)) {
        return;
      }
      last = now;
    }
  }

  private boolean pause() {
    synchronized (this) {
      try {
        wait(MILLIS);
      } catch (InterruptedException e) {
        return false;
      }
      return thread != null;
    }
  }

  @Override
  public synchronized void close() {
    thread = null;
    notifyAll();
  }
}
