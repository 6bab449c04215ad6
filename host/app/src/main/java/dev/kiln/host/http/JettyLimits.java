package dev.kiln.host.http;

import io.javalin.config.JettyConfig;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** What Jetty checks before a request comes to Javalin. */
final class JettyLimits {
  /** Below the files that systems let a process open. */
  private static final int MOST_CONNECTIONS = 1000;

  private static final long BODY_GRACE_MILLIS = 5_000;
  private static final long HEADERS_PERIOD_MILLIS = 5_000;

  // What the stop waits for a client that only keeps its connection open.
  private static final long IDLE_MILLIS = 50;

  private final ApiSettings settings;
  private final JettyErrors errors;

  JettyLimits(ApiSettings settings, JettyErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  void apply(JettyConfig jetty) {
    jetty.modifyServer(this::guard);
    jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    jetty.modifyHttpConfiguration(http -> http.addCustomizer(new SecurityHeaders()));
    jetty.addConnector(this::connector);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    ServerConnector connector = new ServerConnector(server, protocols(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    // With the usual 50, connections beyond wait a second for another try.
    connector.setAcceptQueueSize(MOST_CONNECTIONS);
    connector.setShutdownIdleTimeout(IDLE_MILLIS);
    SlowHeaders slow = new SlowHeaders(connector, HEADERS_PERIOD_MILLIS);
    connector.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarted(LifeCycle started) {
            slow.watch();
          }
        });
    return connector;
  }

  private ConnectionFactory[] protocols(HttpConfiguration http) {
    ConnectionFactory plain = new HttpConnectionFactory(http);
    return settings
        .identity()
        .map(
            identity -> {
              // Who calls by a name that the certificate has not is told so by the client's own
              // check.
              http.addCustomizer(new SecureRequestCustomizer(false));
              String next = plain.getProtocol();
              return new ConnectionFactory[] {
                new SslConnectionFactory(identity.context(), next), plain
              };
            })
        .orElseGet(() -> new ConnectionFactory[] {plain});
  }

  private void guard(Server server) {
    // A slow body holds no thread before it is large.
    EagerContentHandler collected = new EagerContentHandler(new CollectedBody.Factory());
    BodyGate gate = new BodyGate(BODY_GRACE_MILLIS);
    gate.setHandler(collected);
    server.insertHandler(gate);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setErrorHandler(errors);
  }
}
