package dev.kiln.host.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is expensive to make, up to a number of bytes and values. The least recently used one
 * is closed first, but never while it is leased. Safe from any thread; two threads that want the
 * same value wait for one to make it.
 */
public final class SessionCache<V extends AutoCloseable> implements AutoCloseable {
  private final long limit;
  private final int least;
  private final int most;
  private final ToLongFunction<V> size;

  /** By fingerprint; the one used last is at the end. */
  private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  /**
   * An empty cache.
   *
   * @param limit bytes; what is leased may take more
   * @param size of a value in bytes
   */
  public SessionCache(long limit, ToLongFunction<V> size) {
    this(limit, 0, Integer.MAX_VALUE, size);
  }

  /**
   * An empty cache of so many values at the most: what is small by its size may take more in truth.
   *
   * @param least how many values stay, whatever they take: those that were used last
   * @param most how many values; those that are leased may be more
   */
  public SessionCache(long limit, int least, int most, ToLongFunction<V> size) {
    this.limit = limit;
    this.least = least;
    this.most = most;
    this.size = size;
  }

  /**
   * Use a value, which is made if it is not there.
   *
   * @param maker whose failure is the caller's; the next asks again
   */
  public Lease<V> use(String fingerprint, Supplier<V> maker) {
    Entry<V> entry;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the cache is closed");
      }
      entry = entries.computeIfAbsent(fingerprint, any -> new Entry<>());
      entry.users++;
    }
    try {
      synchronized (entry) {
        if (entry.value == null) {
          V made = maker.get();
          entry.bytes = size.applyAsLong(made);
          entry.value = made;
        }
      }
    } catch (RuntimeException | Error e) {
      release(entry);
      throw e;
    }
    trim();
    return new Lease<>(this, entry);
  }

  /** Whether a value is there. */
  public synchronized boolean has(String fingerprint) {
    Entry<V> entry = entries.get(fingerprint);
    return entry != null && entry.value != null;
  }

  /** How many values are held now. */
  public synchronized int size() {
    return entries.size();
  }

  /** Bytes held now. */
  public synchronized long bytes() {
    return entries.values().stream().mapToLong(entry -> entry.bytes).sum();
  }

  /** Give up all that nobody holds now. */
  public synchronized void clear() {
    entries
        .values()
        .removeIf(
            entry -> {
              boolean idle = entry.users == 0;
              if (idle) {
                close(entry);
              }
              return idle;
            });
  }

  private synchronized void release(Entry<V> entry) {
    entry.users--;
    if (entry.users == 0 && entry.value == null) {
      entries.values().remove(entry);
    }
    trim();
  }

  private synchronized void trim() {
    long bytes = bytes();
    boolean smaller = false;
    var oldest = entries.values().iterator();
    for (int others = entries.size() - (closed ? 0 : least);
        others > 0 && (closed || bytes > limit || entries.size() > most);
        others--) {
      Entry<V> entry = oldest.next();
      if (entry.users == 0) {
        bytes -= entry.bytes;
        oldest.remove();
        close(entry);
        smaller = true;
      }
    }
    if (smaller && !closed) {
      NativeMemory.giveBack();
    }
  }

  private void close(Entry<V> entry) {
    try {
      if (entry.value != null) {
        entry.value.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a session could not be closed: " + e.getMessage(), e);
    }
  }

  /** Give up all that nobody holds; the rest when its last lease ends. */
  @Override
  public synchronized void close() {
    closed = true;
    trim();
  }

  /** The right to use a value until it is closed. */
  public static final class Lease<V extends AutoCloseable> implements AutoCloseable {
    private final SessionCache<V> cache;
    private @Nullable Entry<V> entry;
    private Runnable end = () -> {};

    private Lease(SessionCache<V> cache, Entry<V> entry) {
      this.cache = cache;
      this.entry = entry;
    }

    public V value() {
      if (entry == null || entry.value == null) {
        throw new IllegalStateException("this lease is closed");
      }
      return entry.value;
    }

    /** Do something when it is closed. */
    public Lease<V> ending(Runnable action) {
      end = action;
      return this;
    }

    @Override
    public void close() {
      Entry<V> held = entry;
      entry = null;
      if (held != null) {
        cache.release(held);
        end.run();
      }
    }
  }

  /** A value, once it is made, and how many use it or wait for it. */
  private static final class Entry<V> {
    private volatile @Nullable V value;
    private volatile long bytes;
    private int users;
  }
}
