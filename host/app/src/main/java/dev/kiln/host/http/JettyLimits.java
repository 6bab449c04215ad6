package dev.kiln.host.http;

import io.javalin.config.JettyConfig;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;

/** What Jetty checks before a request comes to Javalin. */
final class JettyLimits {
  /** What is counted for a piece of a body beside its bytes: about what keeping it takes. */
  private static final int BYTES_PER_PIECE = 128;

  /** Below the files that systems let a process open. */
  private static final int MOST_CONNECTIONS = 1000;

  private final ApiJson json;

  JettyLimits(ApiJson json) {
    this.json = json;
  }

  void apply(JettyConfig jetty) {
    jetty.modifyServer(this::guard);
    jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors(json)));
    jetty.modifyHttpConfiguration(http -> http.addCustomizer(new SecurityHeaders()));
  }

  private void guard(Server server) {
    // A slow body holds no thread before it is large.
    EagerContentHandler collected =
        new EagerContentHandler(
            new RetainedContentLoaderFactory(BodyPlaces.SMALL_BYTES, BYTES_PER_PIECE, false));
    BodyGate gate = new BodyGate();
    gate.setHandler(collected);
    server.insertHandler(gate);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setErrorHandler(new JettyErrors(json));
  }
}
