package dev.kiln.host.job;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells which jobs of a queue have changed. Safe from any thread. */
public final class JobNews {
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  JobNews() {}

  /** From now on gather what changes. */
  public Subscription subscribe() {
    Subscription subscription = new Subscription();
    subscriptions.add(subscription);
    return subscription;
  }

  void changed(Job job) {
    subscriptions.forEach(it -> it.add(job));
  }

  /**
   * What changed and was not taken yet. However often a job changes, it is there once: who is slow
   * piles nothing up.
   */
  public final class Subscription implements AutoCloseable {
    private final Set<Job> changed = new LinkedHashSet<>();

    private Subscription() {}

    private synchronized void add(Job job) {
      changed.add(job);
      notifyAll();
    }

    /** The job that changed first; waits for one. */
    public synchronized Job take() throws InterruptedException {
      while (changed.isEmpty()) {
        wait();
      }
      Iterator<Job> first = changed.iterator();
      Job job = first.next();
      first.remove();
      return job;
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
