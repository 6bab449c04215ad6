package dev.kiln.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A page of a {@link Chromium}, driven by the DevTools protocol. */
public final class DevTools implements AutoCloseable {
  /** What the browser complained of: failed loads, refused scripts, uncaught exceptions. */
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  private final DevToolsSocket socket;
  private final Callable<?> end;

  /**
   * @param end forgets the page
   */
  DevTools(URI address, Callable<?> end) throws Exception {
    this.end = end;
    socket = new DevToolsSocket(address, this::hear);
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  private void hear(JsonNode event) {
    if (event.get("method").asText().matches("Log.entryAdded|Runtime.exceptionThrown")) {
      complaints.add(event.get("params").toString());
    }
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

  /** Press and release the mouse in the middle of an element; folds around it are opened first. */
  public void click(String selector) throws Exception {
    JsonNode at = place(selector);
    // A page that is still laid out anew, after a screenshot say, would move it away.
    for (JsonNode next = place(selector); !next.equals(at); next = place(selector)) {
      at = next;
    }
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", at.get(0), "y", at.get(1), "button", "left", "clickCount", 1));
    }
  }

  /** The middle of an element, once the next frame was drawn. */
  private JsonNode place(String selector) throws Exception {
    return evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {"
            + " const e = document.querySelector('"
            + selector
            + "');"
            + " for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) {"
            + " if (!d.firstElementChild.contains(e)) d.open = true; }"
            + " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            + " const r = e.getBoundingClientRect();"
            + " done([r.x + r.width / 2, r.y + r.height / 2]); })))");
  }

  /** Type into the element that has the focus. */
  public void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  public void press(String key, int code) throws Exception {
    press(key, code, 0);
  }

  /** A key together with Ctrl. */
  public void chord(String key, int code) throws Exception {
    press(key, code, 2);
  }

  private void press(String key, int code, int modifiers) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "modifiers",
              modifiers,
              // What makes Enter send a form.
              "text",
              key.equals("Enter") && modifiers == 0 ? "\r" : ""));
    }
  }

  public void window(int width, int height, String scheme) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** The page from its top to its bottom. */
  public void screenshot(Path file) throws Exception {
    shoot(file, true);
  }

  /** What is in sight. */
  public void sight(Path file) throws Exception {
    shoot(file, false);
  }

  private void shoot(Path file, boolean whole) throws Exception {
    JsonNode shot = call("Page.captureScreenshot", Map.of("captureBeyondViewport", whole));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
  }

  @Override
  public void close() throws Exception {
    socket.close();
    end.call();
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    return socket.call(method, parameters);
  }

  static void until(String what, Callable<Boolean> holds) throws Exception {
    int patience = DevToolsSocket.PATIENCE_SECONDS;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
    while (!holds.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience + " s in vain until " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
