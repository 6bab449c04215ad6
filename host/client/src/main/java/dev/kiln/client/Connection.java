package dev.kiln.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * How a host is reached.
 *
 * @param address without a slash at its end
 * @param authorization the header's value; empty for none
 * @param patience how long a busy host is asked again
 * @param timeout after which a host that does not answer counts as away
 */
record Connection(
    URI address, String authorization, Duration patience, Duration timeout, HttpClient http) {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  static HttpClient usualClient(Duration timeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
        .build();
  }
}
