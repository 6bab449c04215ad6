package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as a host does that is busy, breaks off or is none: in the order of its script. */
final class ScriptedHost implements AutoCloseable {
  private final HttpServer server;
  private final String address;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();

  /** Method and path of what was asked. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /**
   * @param status 0 breaks the connection off
   */
  private record Reply(int status, Map<String, String> headers, byte[] body) {}

  ScriptedHost() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String address() {
    return address;
  }

  ScriptedHost then(int status, String body, String... headers) {
    return then(status, body.getBytes(UTF_8), headers);
  }

  ScriptedHost then(int status, byte[] body, String... headers) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    script.add(new Reply(status, all, body));
    return this;
  }

  ScriptedHost thenBreaksOff() {
    return then(0, "");
  }

  List<String> left() {
    return script.stream().map(reply -> "status " + reply.status()).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path.replaceAll("[0-9a-f-]{36}", "ID"));
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Reply reply = script.poll();
    if (reply != null && reply.status() != 0) {
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
    exchange.close();
  }

  @Override
  public void close() {
    if (!threads.isShutdown()) {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
