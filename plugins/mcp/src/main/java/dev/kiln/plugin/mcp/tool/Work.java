package dev.kiln.plugin.mcp.tool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for what takes time; they end with the plugin. */
@Singleton
final class Work {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "mcp-work");
            thread.setDaemon(true);
            return thread;
          });

  void begin(Runnable task) {
    threads.execute(task);
  }

  void stop(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object any) {
    threads.shutdownNow();
  }
}
