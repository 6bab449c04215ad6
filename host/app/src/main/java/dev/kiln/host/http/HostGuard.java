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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests from other web sites. A page whose own name points to this machine (DNS
 * rebinding) is recognised by the Host header, any other by the Origin header. Behind a proxy that
 * writes a Host header of its own, the server's page is one whose origin was named as a host.
 */
final class HostGuard implements Handler {
  // An address can not be re-bound, only a name can.
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[\\da-f:.]+]");

  private final Set<String> names = new HashSet<>(Set.of("127.0.0.1", "localhost", "[::1]"));
  private final Set<String> allowed;
  private final boolean everyAddress;
  private final CrossOrigin others;

  /**
   * @param bound the address that the server listens on
   */
  HostGuard(String bound, Access access) {
    everyAddress = everyAddress(bound);
    allowed = access.hosts().stream().map(HostGuard::bracketed).collect(Collectors.toSet());
    others = new CrossOrigin(access);
    names.add(bracketed(bound));
    if (everyAddress) {
      ownName(names);
    }
  }

  @Override
  public void handle(Context context) {
    String host = context.header("Host");
    if (!own(lower(host))) {
      String name = name(lower(host));
      throw new HttpProblem(
          403,
          "host \"%s\" is not a name of this server; use %s, or start it with --allow-host %s"
              .formatted(name, String.join(" or ", known()), name));
    }
    String origin = context.header("Origin");
    if (origin == null || ownPage(authority(origin), lower(host))) {
      return;
    }
    if (!others.allows(origin)) {
      throw new HttpProblem(
          403,
          "origin \"%s\" is not this server; only its own page may call it, and those that it was started with in --cors-allow-origins"
              .formatted(origin));
    }
    others.answer(context, origin);
  }

  private boolean own(String host) {
    String name = name(host);
    return names.contains(name)
        || allowed.contains(name)
        || allowed.contains(host)
        || everyAddress && ADDRESS.matcher(name).matches();
  }

  private boolean ownPage(String authority, String host) {
    return authority.equals(host) || allowed.contains(authority);
  }

  static boolean everyAddress(String bound) {
    return Set.of("0.0.0.0", "::", "[::]").contains(bound);
  }

  private Iterable<String> known() {
    return Stream.concat(names.stream(), allowed.stream()).sorted().distinct().toList();
  }

  private static String name(String host) {
    return host.replaceFirst(":\\d*$", "");
  }

  /** An address of version 6 as the Host header has it. */
  private static String bracketed(String host) {
    boolean bare = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    return lower(bare ? "[" + host + "]" : host);
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
