package dev.kiln.host.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address and the access rules of the server.
 *
 * @param host the address to bind, "127.0.0.1" unless others shall reach it
 * @param port 0 for a free one
 * @param flags of the command line by webUI's names, as {@code cmd-flags} shows them
 */
public record ApiSettings(
    String host, int port, Access access, Map<String, @Nullable Object> flags) {}
