package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import java.util.Optional;

/** What is known when embeddings are about to be made. */
@ProvidedByHost
public interface ConditioningContext {
  /**
   * The options that this request, over the settings, carries for the asking plugin. Absent fields
   * hold the standard value of their {@code @Option}; empty when neither names the plugin.
   */
  <T extends Record> Optional<T> options(Class<T> type);

  /** Add a {@code key: value} pair to the infotext of every picture of this request. */
  void infotext(String key, String value);

  /** Tell the user something about this request, without failing it. */
  void warn(String message);
}
