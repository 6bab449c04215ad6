package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the runtime runs a network. Where two plugins want different things, the first in order has
 * it, and the user gets a warning.
 */
@ProvidedByHost
public interface SessionSettings {
  /** How far the runtime may rewrite the graph itself. */
  void optimization(Optimization level);

  /** One of the runtime's configuration entries: {@code "session.disable_prepacking", "1"}. */
  void entry(String key, String value);

  /**
   * Run on an execution provider. What it cannot run, those that were asked for later do, and the
   * processor at last.
   *
   * @param name {@code cpu}, {@code cuda}, {@code coreml}, {@code directml}, {@code openvino}...
   * @param options as that provider names them
   */
  void provider(String name, Map<String, String> options);

  /**
   * Load a library of operators that the runtime does not have, as ONNX Runtime's custom operator
   * interface defines it. Graphs use them by their domain: {@code "my.domain.MyOperator"}.
   *
   * @param library a native library for this system, unpacked from the jar into the plugin's folder
   *     ({@link dev.kiln.spi.host.PluginHome})
   */
  void operators(Path library);
}
