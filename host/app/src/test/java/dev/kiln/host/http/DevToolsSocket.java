package dev.kiln.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Calls and events of the DevTools protocol, of a browser or of one of its pages. */
final class DevToolsSocket implements AutoCloseable {
  static final int PATIENCE_SECONDS = 90;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Consumer<JsonNode> event;
  private final WebSocket socket;

  /**
   * @param event is told what nobody asked for, with its {@code method} and {@code params}
   */
  DevToolsSocket(URI address, Consumer<JsonNode> event) throws Exception {
    this.event = event;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Receiver())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = calls.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    Map<String, Object> message = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(mapper.writeValueAsString(message), true).join();
    JsonNode json = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (json.has("error")) {
      throw new AssertionError(method + " failed: " + json.get("error"));
    }
    return json.get("result");
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Puts messages together and hands them to whom they answer. */
  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }

    private void receive(String message) {
      try {
        JsonNode json = mapper.readTree(message);
        if (json.has("id")) {
          waiting.remove(json.get("id").asInt()).complete(json);
        } else {
          event.accept(json);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
