package dev.kiln.host.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests from other web sites. A page whose own name points to this machine (DNS
 * rebinding) is recognised by the Host header, any other by the Origin header.
 */
final class HostGuard implements Handler {
  // An address can not be re-bound, only a name can.
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[\\da-f:.]+]");

  private final Set<String> names = new HashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
  private final boolean everyAddress;

  HostGuard(String bound) {
    everyAddress = everyAddress(bound);
    names.add(bound.contains(":") && !bound.startsWith("[") ? "[" + bound + "]" : bound);
    if (everyAddress) {
      ownName(names);
    }
  }

  @Override
  public void handle(Context context) {
    String host = context.header("Host");
    String name = name(host);
    if (!names.contains(name) && !(everyAddress && ADDRESS.matcher(name).matches())) {
      throw new HttpProblem(
          403,
          "host \""
              + name
              + "\" is not a name of this server; use "
              + String.join(" or ", known()));
    }
    String origin = context.header("Origin");
    if (origin != null && !authority(origin).equals(lower(host))) {
      throw new HttpProblem(
          403, "origin \"" + origin + "\" is not this server; only its own page may call it");
    }
  }

  static boolean everyAddress(String bound) {
    return Set.of("0.0.0.0", "::", "[::]").contains(bound);
  }

  private Iterable<String> known() {
    return names.stream().sorted().toList();
  }

  private static String name(@Nullable String host) {
    return lower(host).replaceFirst(":\\d*$", "");
  }

  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return lower(authority);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static void ownName(Set<String> names) {
    try {
      names.add(lower(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      // A machine without a name is reached by its address.
    }
  }
}
