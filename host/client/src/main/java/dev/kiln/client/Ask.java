package dev.kiln.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/**
 * What a host is asked.
 *
 * @param path begins with a slash, below the host's address
 * @param type of the body; empty where there is none
 * @param longest after which the host counts as away; empty for that of all quick answers
 */
record Ask(String method, String path, String type, byte[] body, Optional<Duration> longest) {
  private static final Duration WORK = Duration.ofHours(1);

  static Ask get(String path) {
    return new Ask("GET", path, "", new byte[0], Optional.empty());
  }

  static Ask delete(String path) {
    return new Ask("DELETE", path, "", new byte[0], Optional.empty());
  }

  static Ask post(String path, String type, byte[] body) {
    return new Ask("POST", path, type, body, Optional.empty());
  }

  /** The answer is the result of work. */
  Ask takingLong() {
    return within(WORK);
  }

  Ask within(Duration time) {
    return new Ask(method, path, type, body, Optional.of(time));
  }

  HttpRequest.Builder request(Connection connection) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(connection.address() + path))
            .timeout(longest.orElse(connection.timeout()))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!connection.authorization().isEmpty()) {
      request.header("Authorization", connection.authorization());
    }
    return request;
  }
}
