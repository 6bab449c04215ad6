package dev.kiln.host.onnx;

import dev.kiln.spi.graph.Optimization;
import dev.kiln.spi.graph.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session settings that plugins ask for, merged. The first plugin in order wins; the
 * conflicting wishes of others are reported. For one thread.
 */
public final class SessionWishes {
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> providers = new LinkedHashMap<>();
  private final Map<String, String> owners = new LinkedHashMap<>();
  private final Set<Path> libraries = new LinkedHashSet<>();
  private final List<String> conflicts = new ArrayList<>();
  private @Nullable Optimization level;
  private @Nullable Path profile;

  /** The settings as one plugin sees them. */
  public SessionSettings of(String plugin) {
    return new SessionSettings() {
      @Override
      public void optimization(Optimization wanted) {
        if (wins(plugin, "optimization", String.valueOf(level), wanted.name())) {
          level = wanted;
        }
      }

      @Override
      public void entry(String key, String value) {
        if (wins(plugin, key, String.valueOf(entries.get(key)), value)) {
          entries.put(key, value);
        }
      }

      @Override
      public void provider(String name, Map<String, String> options) {
        String found = String.valueOf(providers.get(name));
        if (wins(plugin, "provider " + name, found, String.valueOf(options))) {
          providers.put(name, Map.copyOf(options));
        }
      }

      @Override
      public void operators(Path library) {
        libraries.add(library);
      }
    };
  }

  /** Libraries of operators, each once. */
  Set<Path> libraries() {
    return libraries;
  }

  private boolean wins(String plugin, String what, String found, String wanted) {
    String owner = owners.putIfAbsent(what, plugin);
    if (owner != null && !owner.equals(plugin) && !found.equals(wanted)) {
      conflicts.add(
          "%s: plugin '%s' wants %s, '%s' was first with %s"
              .formatted(what, plugin, wanted, owner, found));
      return false;
    }
    return true;
  }

  /** What could not be granted, one sentence each. */
  public List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  /** All that was granted, in one fixed form: sessions are kept apart by it. */
  public String text() {
    return level + " " + entries + " " + providers + " " + libraries;
  }

  /** Whether it is to run on the processor alone, whose memory is this process's own. */
  public boolean processorAlone() {
    return providers.keySet().stream().allMatch("cpu"::equalsIgnoreCase);
  }

  /** Whether a session has nothing that is not in {@link #text}, and no operators of others. */
  public boolean plain() {
    return profile == null && libraries.isEmpty();
  }

  Optional<Optimization> level() {
    return Optional.ofNullable(level);
  }

  /**
   * Have all runs of the session timed, operator by operator.
   *
   * @param prefix how the file begins in which the times are
   */
  public void profile(Path prefix) {
    profile = prefix;
  }

  Optional<Path> profile() {
    return Optional.ofNullable(profile);
  }

  Map<String, String> entries() {
    return entries;
  }

  Map<String, Map<String, String>> providers() {
    return providers;
  }
}
