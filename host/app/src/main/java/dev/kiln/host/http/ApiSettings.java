package dev.kiln.host.http;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address and the access rules of the server.
 *
 * @param host the address to bind, "127.0.0.1" unless others shall reach it
 * @param port 0 for a free one
 * @param flags of the command line by webUI's names, as {@code cmd-flags} shows them
 * @param identity of a server that speaks TLS; empty for plain HTTP
 */
public record ApiSettings(
    String host,
    int port,
    Access access,
    Map<String, @Nullable Object> flags,
    Optional<PemIdentity> identity) {
  /** Whether anyone in the network may call. */
  boolean open() {
    return HostGuard.everyAddress(host) && !access.guarded();
  }
}
