package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import java.util.Map;
import java.util.Optional;

/** A request before it is drawn, as a plugin sees it that may split it. Valid during the call. */
@ProvidedByHost
public interface SplitCall {
  /** The plugin's options, as in {@link RequestContext#options}. */
  <T extends Record> Optional<T> options(Class<T> type);

  /**
   * The request's fields as JSON values, by the names of {@code POST /kiln/v1/txt2img}, those that
   * it leaves out with their defaults; without pictures.
   */
  Map<String, Object> fields();

  /** Whether the request begins with a picture. */
  boolean redraws();
}
