package dev.kiln.plugin.controlnet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same to several things at once: to the first on the caller's thread. */
final class SideBySide implements AutoCloseable {
  private final ExecutorService others;

  /**
   * @param most things at once
   */
  SideBySide(int most) {
    others =
        Executors.newFixedThreadPool(
            Math.max(1, most - 1),
            task -> {
              Thread thread = new Thread(task, "controlnet");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What became of each, in their order.
   *
   * @throws RuntimeException what the first one failed with, when all have ended
   */
  <A, B> List<B> run(List<A> things, Function<A, B> work) {
    List<Future<B>> begun = new ArrayList<>();
    for (int i = 1; i < things.size(); i++) {
      A thing = things.get(i);
      begun.add(others.submit(() -> work.apply(thing)));
    }
    List<B> done = new ArrayList<>();
    RuntimeException failure = null;
    try {
      if (!things.isEmpty()) {
        done.add(work.apply(things.get(0)));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<B> one : begun) {
      try {
        done.add(one.get());
      } catch (ExecutionException e) {
        failure = failure == null ? unwrapped(e.getCause()) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = new IllegalStateException("interrupted while a ControlNet ran", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return done;
  }

  private static RuntimeException unwrapped(Throwable cause) {
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
