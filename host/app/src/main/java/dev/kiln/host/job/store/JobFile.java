package dev.kiln.host.job.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * The file in which jobs lie by their numbers. What was changed is written by {@link #commit} at
 * once, whole or not at all. One thread at a time.
 */
final class JobFile implements AutoCloseable {
  /** Of what lies in the maps. */
  private static final int FORMAT = 1;

  /** A job has fewer pictures than 2 to the power of this. */
  private static final int PICTURE_BITS = 20;

  /** A file with less in use is written anew, some megabytes at each change. */
  private static final int PERCENT_IN_USE = 75;

  private static final int REWRITTEN_BYTES = 8 << 20;
  private static final int CACHE_MEGABYTES = 4;

  private final StoredJson json = new StoredJson();
  private final MVStore store;
  private final MVMap<Long, byte[]> heads;
  private final MVMap<Long, byte[]> requests;
  private final MVMap<Long, byte[]> results;
  private final MVMap<Long, byte[]> pictures;

  /**
   * Open a file, or begin one.
   *
   * @throws MVStoreException when it is damaged, in use or of another kind
   */
  JobFile(String path) {
    store =
        new MVStore.Builder().fileName(path).cacheSize(CACHE_MEGABYTES).autoCommitDisabled().open();
    try {
      heads = map("heads");
      requests = map("requests");
      results = map("results");
      pictures = map("pictures");
      demandFormat();
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private MVMap<Long, byte[]> map(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  private void demandFormat() {
    int found = store.getStoreVersion();
    if (found == 0 && heads.isEmpty()) {
      store.setStoreVersion(FORMAT);
    } else if (found != FORMAT) {
      throw new IllegalStateException("it is of format " + found + ", not " + FORMAT);
    }
  }

  /** All heads by number. */
  TreeMap<Long, Head> heads() {
    TreeMap<Long, Head> all = new TreeMap<>();
    for (Map.Entry<Long, byte[]> entry : heads.entrySet()) {
      all.put(entry.getKey(), json.read(entry.getValue(), Head.class));
    }
    return all;
  }

  /** The bytes that a request takes. */
  byte[] bytes(StoredRequest request) {
    return json.write(request);
  }

  void head(long number, Head head) {
    heads.put(number, json.write(head));
  }

  void request(long number, byte[] request) {
    requests.put(number, request);
  }

  StoredRequest request(long number) {
    return json.read(demand(requests.get(number)), StoredRequest.class);
  }

  /** Put a result in the place of its request. Returns the bytes that it takes. */
  long result(long number, StoredResult result, List<byte[]> files) {
    byte[] written = json.write(result);
    results.put(number, written);
    long bytes = written.length;
    for (int i = 0; i < files.size(); i++) {
      pictures.put(place(number, i), files.get(i));
      bytes += files.get(i).length;
    }
    requests.remove(number);
    return bytes;
  }

  StoredResult result(long number) {
    return json.read(demand(results.get(number)), StoredResult.class);
  }

  byte[] picture(long number, int index) {
    return demand(pictures.get(place(number, index)));
  }

  private static byte[] demand(byte @Nullable [] found) {
    if (found == null) {
      throw new IllegalStateException("a part of it is missing");
    }
    return found;
  }

  /** Keep the head alone. */
  void empty(long number, int files) {
    requests.remove(number);
    results.remove(number);
    for (int i = 0; i < files; i++) {
      pictures.remove(place(number, i));
    }
  }

  void remove(long number, int files) {
    heads.remove(number);
    empty(number, files);
  }

  private static long place(long number, int picture) {
    return number << PICTURE_BITS | picture;
  }

  /** Write what was changed; it is on the disk then, whatever becomes of process and machine. */
  void commit() {
    store.commit();
    store.sync();
  }

  /** Give room back that is not in use, a part of it at each call. */
  void compact() {
    store.compact(PERCENT_IN_USE, REWRITTEN_BYTES);
  }

  /** Let go of a file that cannot be written any more. */
  void abandon() {
    store.closeImmediately();
  }

  @Override
  public void close() {
    store.close();
  }
}
