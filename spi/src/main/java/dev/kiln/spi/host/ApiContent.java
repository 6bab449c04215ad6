package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes that came with a request: its body, or a part of a form. More than 1 MB lie in a file, not
 * in memory. Gone when the request is over.
 */
@ProvidedByHost
public interface ApiContent {
  /** The media type that the client named, lower case and without parameters; empty for none. */
  String type();

  /** The name of the client's file; it may be anything, and is not a path on this machine. */
  Optional<String> fileName();

  /** In bytes. */
  long size();

  /** Read it from its beginning. */
  InputStream open() throws IOException;

  /** All of it in memory. */
  default byte[] bytes() throws IOException {
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }
}
