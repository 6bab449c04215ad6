package dev.kiln.host.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiln.host.JsonCodec;
import dev.kiln.host.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves files by Range and If-Range, and repositories as the Hub does. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> repositories = new TreeMap<>();
  private final Map<String, String> redirects = new TreeMap<>();
  private final Map<String, String> dispositions = new TreeMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int most = Integer.MAX_VALUE;
  private volatile boolean ranges = true;

  public FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  URI uri(String path) {
    return URI.create(url(path));
  }

  public FileServer with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** A file of a repository: {@code unet/config.json} of {@code owner/name}. */
  public FileServer repository(String name, String file, byte[] content) {
    repositories.put(name + "/" + file, name);
    return with("/" + name + "/resolve/main/" + file, content);
  }

  FileServer redirect(String path, String to) {
    redirects.put(path, to);
    return this;
  }

  /** A file whose server says its name in Content-Disposition. */
  FileServer named(String path, String disposition) {
    dispositions.put(path, disposition);
    return this;
  }

  /** Answers end after so many bytes of a body. */
  public FileServer breaksOffAfter(int bytes) {
    most = bytes;
    return this;
  }

  FileServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Requests in their order: path, Range and Authorization. */
  public List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    String account = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(path + (range == null ? "" : " " + range) + (account == null ? "" : " " + account));
    try (exchange) {
      if (redirects.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (repositories.containsValue(repository(path))) {
        byte[] tree = tree(repository(path));
        exchange.sendResponseHeaders(200, tree.length);
        exchange.getResponseBody().write(tree);
      } else if (files.containsKey(path)) {
        send(exchange, files.get(path), range);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static String repository(String path) {
    return path.replaceFirst("^/api/models/(.*)/tree/.*", "$1");
  }

  private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
    String tag = "\"" + Sha256.of(content) + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    String name = dispositions.get(exchange.getRequestURI().getPath());
    if (name != null) {
      exchange.getResponseHeaders().set("Content-Disposition", name);
    }
    String same = exchange.getRequestHeaders().getFirst("If-Range");
    boolean part = ranges && range != null && (same == null || same.equals(tag));
    String[] ends = part ? range.replace("bytes=", "").split("-", -1) : new String[] {"0", ""};
    int from = Integer.parseInt(ends[0]);
    int to = ends[1].isEmpty() ? content.length : Integer.parseInt(ends[1]) + 1;
    if (from >= content.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (part) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
    }
    exchange.sendResponseHeaders(part ? 206 : 200, to - from);
    exchange.getResponseBody().write(content, from, Math.min(to - from, most));
    exchange.getResponseBody().flush();
    if (to - from > most) {
      pause();
    }
  }

  /** Until what was sent is read: an end that comes too early takes some of it along. */
  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Weights are told by SHA-256, the rest by Git's hash. */
  private byte[] tree(String name) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (String file : repositories.keySet()) {
      if (repositories.get(file).equals(name)) {
        String path = file.substring(name.length() + 1);
        byte[] content = files.get("/" + name + "/resolve/main/" + path);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "file");
        entry.put("path", path);
        entry.put("size", content.length);
        entry.put("oid", git(content));
        if (path.endsWith(".safetensors")) {
          entry.put("lfs", Map.of("oid", Sha256.of(content), "size", content.length));
        }
        entries.add(entry);
      }
    }
    return new JsonCodec().write(entries).getBytes(StandardCharsets.UTF_8);
  }

  static String git(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes that repeat at no short distance. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
