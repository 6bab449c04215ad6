package dev.kiln.host.model.prepared;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in a folder of prepared networks: for each a file {@code MODEL-FORM.network}, and for
 * those that the runtime optimized a file of weights, {@code MODEL-FORM.NUMBER.weights}.
 */
final class Contents {
  static final String NETWORK = ".network";
  static final String WEIGHTS = ".weights";

  private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

  /** A plugin's option that is tried in all its values would fill the folder with forms. */
  private static final int MOST_FORMS = 4;

  /** Whose network has not come yet, may be about to. */
  private static final long YOUNG = Duration.ofMinutes(10).toMillis();

  private final Path folder;

  Contents(Path folder) {
    this.folder = folder;
  }

  private static final class Entry {
    private final List<Path> files = new ArrayList<>();
    private long used;
    private long bytes;
    private boolean whole;

    void add(Path file, boolean network) {
      files.add(file);
      bytes += file.toFile().length();
      whole |= network;
      // Weights are never touched again; what was used last is the network.
      used = Math.max(used, file.toFile().lastModified());
    }
  }

  /** Delete what was not used for longest, until the rest fits, and what has no network. */
  void trim(long budget) {
    Map<String, Entry> entries = entries();
    List<String> names = new ArrayList<>(entries.keySet());
    names.sort((a, b) -> Long.compare(entries.get(b).used, entries.get(a).used));
    Map<String, Integer> forms = new HashMap<>();
    long total = 0;
    for (String name : names) {
      Entry entry = entries.get(name);
      if (!entry.whole) {
        if (entry.used < System.currentTimeMillis() - YOUNG) {
          entry.files.forEach(Contents::delete);
        }
        continue;
      }
      total += entry.bytes;
      String model = name.substring(0, name.indexOf('-') + 1);
      if (total > budget || forms.merge(model, 1, Integer::sum) > MOST_FORMS) {
        total -= entry.bytes;
        entry.files.forEach(Contents::delete);
      } else {
        replaced(entry);
      }
    }
  }

  /** Of several files of weights all but the youngest, which the network names. */
  private static void replaced(Entry entry) {
    List<Path> weights = new ArrayList<>(entry.files);
    weights.removeIf(file -> file.toString().endsWith(NETWORK));
    weights.sort((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
    for (int i = 0; i < weights.size() - 1; i++) {
      delete(weights.get(i));
    }
  }

  private Map<String, Entry> entries() {
    Map<String, Entry> entries = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*-*{.network,.weights}")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        entries
            .computeIfAbsent(name.substring(0, name.indexOf('.')), it -> new Entry())
            .add(file, name.endsWith(NETWORK));
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.debug("{} cannot be read", folder, unreadable);
    }
    return entries;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException inUse) {
      LOG.debug("{} cannot be deleted now", file, inUse);
    }
  }
}
