package dev.kiln.spi;

/**
 * A plugin failed or broke the contract of a hook. The host adds plugin id, hook and step to the
 * message of whatever a hook throws, so a plugin seldom makes one itself.
 */
@ValueType
public class PluginProblem extends RuntimeException {
  public PluginProblem(String message) {
    super(message);
  }

  public PluginProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
