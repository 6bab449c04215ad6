package dev.kiln.host.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The web page and that of the API: files that need no build and load nothing from other servers.
 */
final class Page {
  // The page draws what plugins send, so nothing but its own files may run in it.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  List<HostRoute> routes() {
    return List.of(
        file("/", "index.html", "text/html"),
        file("/page.css", "page.css", "text/css"),
        file("/page.js", "page.js", "text/javascript"),
        file("/base.js", "base.js", "text/javascript"),
        file("/infotext.js", "infotext.js", "text/javascript"),
        file("/init-picture.js", "init-picture.js", "text/javascript"),
        file("/pictures.js", "pictures.js", "text/javascript"),
        file("/plugins.js", "plugins.js", "text/javascript"),
        file("/docs", "docs.html", "text/html"),
        file("/docs.css", "docs.css", "text/css"),
        file("/docs.js", "docs.js", "text/javascript"));
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
