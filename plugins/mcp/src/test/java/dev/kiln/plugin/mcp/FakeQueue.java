package dev.kiln.plugin.mcp;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.IdleHost;
import dev.kiln.spi.testkit.KeptPictures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A queue that paints at once, or waits to be cancelled where the prompt is "long". */
final class FakeQueue extends KeptPictures {
  final List<Map<String, ?>> asked = Collections.synchronizedList(new ArrayList<>());

  /** A permit for each job that began, and for each that was cancelled before its end. */
  final Semaphore begun = new Semaphore(0);

  final Semaphore cancelled = new Semaphore(0);

  /** What a testing host lends. */
  Map<Class<?>, ?> lent() {
    return Map.of(
        Generations.class, this, HostState.class, new IdleHost(List.of("default", "ink")));
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    if (fields.containsKey("stepz")) {
      throw new BadRequest("unknown field \"stepz\"; nearest: steps");
    }
    asked.add(fields);
    boolean waits = "long".equals(fields.get("prompt"));
    CountDownLatch end = new CountDownLatch(waits ? 1 : 0);
    Thread generation = new Thread(() -> paint(watcher, end));
    generation.start();
    return new GenerationJob() {
      @Override
      public String id() {
        return "job";
      }

      @Override
      public Generated await() {
        if (waits) {
          throw new CancellationException("cancelled");
        }
        return new Generated(List.of(Picture.black(8, 4)), List.of("a boat"), List.of("a warning"));
      }

      @Override
      public void interrupt() {}

      @Override
      public void cancel() {
        if (end.getCount() > 0) {
          cancelled.release();
        }
        end.countDown();
      }
    };
  }

  private void paint(GenerationWatcher watcher, CountDownLatch end) {
    watcher.stage("conditioning");
    watcher.stage("denoise");
    watcher.step(1, 2);
    begun.release();
    try {
      end.await();
      watcher.step(2, 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watcher.over();
  }
}
