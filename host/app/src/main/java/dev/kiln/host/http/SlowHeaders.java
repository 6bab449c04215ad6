package dev.kiln.host.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;

/**
 * Closes connections that send the first line and the headers of a request too slowly. Jetty only
 * closes those that send nothing, so that a byte now and then would hold one for hours.
 */
final class SlowHeaders implements Runnable {
  /** Periods in which headers grow without an end. */
  private static final int PATIENCE = 3;

  private final Connector connector;
  private final long periodMillis;
  private Map<Connection, Seen> known = new HashMap<>();

  /**
   * What a connection has sent.
   *
   * @param periods in which it sent bytes but no whole headers
   */
  private record Seen(long bytes, long requests, int periods) {}

  SlowHeaders(Connector connector, long periodMillis) {
    this.connector = connector;
    this.periodMillis = periodMillis;
  }

  /** Look after each period, as long as the connector runs. */
  void watch() {
    connector.getScheduler().schedule(this, periodMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    Map<Connection, Seen> next = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Connection connection = endPoint.getConnection();
      if (connection != null) {
        Seen seen = look(connection, known.get(connection));
        next.put(connection, seen);
        if (seen.periods() >= PATIENCE) {
          endPoint.close();
        }
      }
    }
    known = next;
    if (connector.isRunning()) {
      watch();
    }
  }

  private static Seen look(Connection connection, Seen before) {
    long bytes = connection.getBytesIn();
    Connection http = plain(connection);
    // Counted when its headers are whole.
    long requests = http.getMessagesIn();
    boolean busy = requests > http.getMessagesOut();
    boolean grows = before == null ? bytes > 0 : bytes > before.bytes();
    if (busy || before != null && requests > before.requests()) {
      return new Seen(bytes, requests, 0);
    }
    int periods = before == null ? 0 : before.periods();
    return new Seen(bytes, requests, grows ? periods + 1 : periods);
  }

  /** Within TLS, which knows bytes alone. */
  private static Connection plain(Connection connection) {
    return connection instanceof SslConnection tls
        ? tls.getSslEndPoint().getConnection()
        : connection;
  }
}
