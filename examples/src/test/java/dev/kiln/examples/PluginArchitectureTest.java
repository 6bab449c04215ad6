package dev.kiln.examples;

import dev.kiln.spi.testkit.PluginArchitectureContract;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder under {@code plugins/} keeps the rules of plugins. */
@ParameterizedClass
@MethodSource("dev.kiln.examples.PluginFoldersTest#plugins")
class PluginArchitectureTest extends PluginArchitectureContract {
  private final String plugin;

  PluginArchitectureTest(String plugin) {
    this.plugin = plugin;
  }

  @Override
  protected String root() {
    return "dev.kiln.plugin." + plugin.replace("-", "");
  }
}
