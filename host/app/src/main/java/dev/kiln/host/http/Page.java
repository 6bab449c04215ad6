package dev.kiln.host.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The web page and that of the API: files that need no build and load nothing from other servers.
 */
final class Page {
  // The page draws what plugins send, so nothing but its own files may run in it.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<String> SCRIPTS =
      List.of(
          "base",
          "brush",
          "docs",
          "form",
          "gallery",
          "infotext",
          "init-picture",
          "jobs",
          "more",
          "page",
          "plugin-list",
          "plugins",
          "prompt",
          "remember",
          "settings",
          "theme",
          "zoom");

  List<HostRoute> routes() {
    Stream<HostRoute> others =
        Stream.of(
            file("/", "index.html", "text/html"),
            file("/page.css", "page.css", "text/css"),
            file("/docs", "docs.html", "text/html"),
            file("/redoc", "docs.html", "text/html"),
            file("/docs.css", "docs.css", "text/css"));
    return Stream.concat(others, SCRIPTS.stream().map(Page::script)).toList();
  }

  private static HostRoute script(String name) {
    return file("/" + name + ".js", name + ".js", "text/javascript");
  }

  private static HostRoute file(String path, String name, String type) {
    byte[] content = read(name);
    return HostRoute.get(path, "The web page: " + name, context -> answer(context, type, content));
  }

  private static void answer(Context context, String type, byte[] content) {
    context
        .contentType(type + ";charset=utf-8")
        .header("Content-Security-Policy", POLICY)
        .header("Cache-Control", "no-cache")
        .result(content);
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the page's file " + name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
