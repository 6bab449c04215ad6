package dev.kiln.host.plugin;

import java.util.Objects;

/**
 * The form of the errors below a path, as a jar's index declares it.
 *
 * @param request of those with a status below 500, as JSON
 * @param server of the others
 * @param badRequest the status of a {@code BadRequest}
 */
public record ErrorFormIndex(String path, String request, String server, int badRequest) {
  public ErrorFormIndex {
    Objects.requireNonNull(path);
    Objects.requireNonNull(request);
    Objects.requireNonNull(server);
  }
}
