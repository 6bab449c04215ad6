package dev.kiln.host.tuning;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps measurements and generations from running at the same time, since measurements would slow
 * pictures and pictures would spoil the numbers.
 */
public final class QuietTime {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** The time in which something runs; ends when closed, on the same thread. */
  public interface Span extends AutoCloseable {
    @Override
    void close();
  }

  /** A generation; several may run at once. Waits for a measurement to end. */
  public Span generating() {
    lock.readLock().lock();
    return lock.readLock()::unlock;
  }

  /**
   * A measurement. Waits until nothing else runs.
   *
   * @throws IllegalStateException within a generation, which it would wait for without end
   */
  public Span measuring() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a generation cannot measure: its own work would disturb it");
    }
    lock.writeLock().lock();
    return lock.writeLock()::unlock;
  }
}
