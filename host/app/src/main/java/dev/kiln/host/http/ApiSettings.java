package dev.kiln.host.http;

import org.jspecify.annotations.Nullable;

/**
 * The address and the access rules of the server.
 *
 * @param host the address to bind, "127.0.0.1" unless others shall reach it
 * @param port 0 for a free one
 * @param credentials "user:password" that every request must carry, null for none
 */
public record ApiSettings(String host, int port, @Nullable String credentials) {}
