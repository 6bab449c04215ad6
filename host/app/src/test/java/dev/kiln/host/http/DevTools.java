package dev.kiln.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by the DevTools protocol. */
public final class DevTools implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 90;

  /** What the browser complained of: failed loads, refused scripts, uncaught exceptions. */
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Process chromium;
  private final WebSocket socket;
  private int calls;

  /**
   * @param profile an empty folder
   */
  public DevTools(Path browser, Path profile) throws Exception {
    chromium = launch(browser, profile);
    Path file = profile.resolve("DevToolsActivePort");
    until("Chromium listens", () -> Files.exists(file) && Files.readAllLines(file).size() > 1);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page(Files.readAllLines(file).get(0)), new Receiver())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** Where Chromium is on this machine. */
  public static Optional<Path> browser() {
    String[] folders = System.getenv("PATH").split(File.pathSeparator);
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public void open(String url) throws Exception {
    call("Page.navigate", Map.of("url", url));
  }

  /** The value of a JavaScript expression. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + " failed: " + answer.get("exceptionDetails"));
    }
    return answer.at("/result/value");
  }

  /** Wait until an expression is true. */
  public void until(String expression) throws Exception {
    until(expression, () -> evaluate("Boolean(" + expression + ")").asBoolean());
  }

  /** Press and release the mouse in the middle of an element. */
  public void click(String selector) throws Exception {
    JsonNode at =
        evaluate(
            "(() => { const e = document.querySelector('"
                + selector
                + "');"
                + " e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", at.get(0), "y", at.get(1), "button", "left", "clickCount", 1));
    }
  }

  /** Type into the element that has the focus. */
  public void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  public void press(String key, int code) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  public void window(int width, int height, String scheme) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  public void screenshot(Path file) throws Exception {
    JsonNode shot = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
  }

  @Override
  public void close() throws Exception {
    call("Browser.close", Map.of());
    socket.abort();
    if (!chromium.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      chromium.destroyForcibly().waitFor();
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
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

  private static Process launch(Path browser, Path profile) throws IOException {
    return new ProcessBuilder(
            browser.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private URI page(String port) throws Exception {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    var body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofByteArray());
    for (JsonNode target : mapper.readTree(body.body())) {
      if (target.get("type").asText().equals("page")) {
        return URI.create(target.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new AssertionError("Chromium has no page");
  }

  private static void until(String what, Callable<Boolean> holds) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!holds.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain until " + what);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
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
        } else if (json.get("method").asText().matches("Log.entryAdded|Runtime.exceptionThrown")) {
          complaints.add(json.get("params").toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
