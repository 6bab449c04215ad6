package dev.kiln.host.http;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the server beside the programs and the page of its own machine.
 *
 * @param hosts further names of the server, with or without a port
 * @param origins pages of other servers that may call it, as {@code scheme://name:port}; {@code *}
 *     for every one
 * @param originPattern of further ones; null for none
 * @param credentials "user:password", one of which, or one of the keys, every request must carry
 * @param keys that a request may carry as a Bearer token
 */
public record Access(
    List<String> hosts,
    List<String> origins,
    @Nullable Pattern originPattern,
    List<String> credentials,
    List<String> keys) {
  /** Nobody else, and without a password. */
  public static final Access LOCAL = new Access(List.of(), List.of(), null, List.of(), List.of());

  public Access {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    credentials = List.copyOf(credentials);
    keys = List.copyOf(keys);
  }

  /** The schemes of HTTP authentication, of which a request needs one. */
  List<String> schemes() {
    return Stream.of(credentials.isEmpty() ? "" : "basic", keys.isEmpty() ? "" : "bearer")
        .filter(it -> !it.isEmpty())
        .toList();
  }

  boolean guarded() {
    return !schemes().isEmpty();
  }
}
