package dev.kiln.host.http;

import dev.kiln.host.NearestNames;
import dev.kiln.host.fields.FieldTable;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of webUI's options Kiln has, by itself or by a plugin. The others are only named. */
final class KnownOptions {
  /** What an answer shows and clients send back. */
  static final String SHOWN = "sd_checkpoint_hash";

  private static final String FILE = "webui-options.txt";
  private static final int MOST_NAMED = 50;

  private final FieldTable own;
  private final WebuiFeatures plugins;
  private final Set<String> webui = read();

  KnownOptions(FieldTable own, WebuiFeatures plugins) {
    this.own = own;
    this.plugins = plugins;
  }

  /** Those of webUI up to 1.10, one a line. */
  private static Set<String> read() {
    try (InputStream in = KnownOptions.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read; install Kiln again", e);
    }
  }

  boolean isWebuis(String option) {
    return webui.contains(option);
  }

  private Set<String> inUse() {
    Set<String> names = plugins.names();
    names.addAll(own.names());
    return names;
  }

  /**
   * Those that have an effect; the others are named in warnings.
   *
   * @param options by name, a null for the default
   */
  Map<String, @Nullable Object> effective(Map<String, Object> options, Consumer<String> warn) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>(options);
    known.keySet().retainAll(inUse());
    Set<String> idle = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (String name : options.keySet()) {
      if (!known.containsKey(name) && !name.equals(SHOWN)) {
        (webui.contains(name) ? idle : unknown).add(name);
      }
    }
    name("options without an effect in Kiln: ", idle, warn);
    name("unknown options are ignored: ", unknown, warn);
    return known;
  }

  /** Name some in one sentence, if there are any. */
  static void name(String sentence, Collection<String> names, Consumer<String> warn) {
    if (!names.isEmpty()) {
      int more = names.size() - MOST_NAMED;
      warn.accept(
          names.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", sentence, ""))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /**
   * @throws BadRequest naming the first that neither webUI nor Kiln has, and the nearest of them
   */
  void refuseUnknown(Map<String, Object> options) {
    Set<String> all = inUse();
    all.addAll(webui);
    for (String name : options.keySet()) {
      if (!all.contains(name)) {
        throw new BadRequest(
            "unknown option \"" + name + "\"; nearest: " + NearestNames.of(name, all));
      }
    }
  }
}
