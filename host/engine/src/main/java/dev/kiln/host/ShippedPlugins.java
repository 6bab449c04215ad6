package dev.kiln.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Kiln's own plugins, as its BOM lists them: which of them to add where a name means nothing. The
 * host knows none of them but by this list.
 */
public final class ShippedPlugins {
  private static final String LIST = "/META-INF/kiln/bom/pom.xml";
  private static final Pattern PLUGIN = Pattern.compile("<artifactId>(?!kiln-)([a-z0-9-]+)</");
  private static final int SHOWN = 3;

  private ShippedPlugins() {}

  /**
   * What to do, to end a sentence with: "; add dev.kiln:attention-sdp, or its jar to the folder of
   * plugins". Empty where no plugin is called so, as a whole or behind its first dash.
   *
   * @param kind how its name begins; empty for any
   * @param there those that are not missing
   */
  public static String called(String kind, String wanted, Collection<String> there) {
    return advice(id -> id.startsWith(kind) && !there.contains(id) && answers(id, wanted));
  }

  private static boolean answers(String id, String wanted) {
    String tail = id.substring(id.indexOf('-') + 1);
    boolean longer = !tail.equals(id) && tail.length() > 3 && wanted.startsWith(tail);
    return id.equals(wanted) || tail.equals(wanted) || longer;
  }

  /** The same for those of one kind, by how their names begin. */
  public static String beginning(String kind) {
    return advice(id -> id.startsWith(kind));
  }

  private static String advice(Predicate<String> meant) {
    List<String> ids = all().stream().filter(meant).limit(SHOWN).toList();
    return ids.isEmpty()
        ? ""
        : ids.stream().map(id -> "dev.kiln:" + id).collect(Collectors.joining(" or ", "; add ", ""))
            + " to the class path, or its jar to the folder of plugins";
  }

  /** By the ids of the plugins, which are the names of their artifacts. */
  static List<String> all() {
    try (InputStream bom =
        Objects.requireNonNull(ShippedPlugins.class.getResourceAsStream(LIST), LIST)) {
      return PLUGIN
          .matcher(new String(bom.readAllBytes(), UTF_8))
          .results()
          .map(found -> found.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
