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

  private final Supplier<Object> look;
  private final Runnable act;
  private @Nullable Thread thread;

  FolderWatch(Supplier<Object> look, Runnable act) {
    this.look = look;
    this.act = act;
  }

  synchronized void start() {
    if (thread == null) {
      Object first = look.get();
      thread = new Thread(() -> run(first), "kiln-plugin-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run(Object first) {
    Object acted = first;
    Object last = first;
    while (pause()) {
      Object now = look.get();
      if (now.equals(last) && !now.equals(acted)) {
        acted = now;
        try {
          act.run();
        } catch (RuntimeException e) {
          LOG.warn("plugins could not be read again: {}", e.getMessage());
        }
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
