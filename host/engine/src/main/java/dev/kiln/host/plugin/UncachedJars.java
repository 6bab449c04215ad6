package dev.kiln.host.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads resources without the JDK's cache of open jars, which would keep the copies of plugins open
 * that are gone. The cache itself is the program's: it stays on for all others.
 */
final class UncachedJars extends URLStreamHandler {
  /** The same resource; null where there is none. */
  static @Nullable URL of(@Nullable URL url) {
    try {
      return url == null ? null : new URL(null, url.toExternalForm(), new UncachedJars());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(url + " was an address before", e);
    }
  }

  @Override
  protected URLConnection openConnection(URL url) throws IOException {
    URLConnection connection = new URL(url.toExternalForm()).openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
