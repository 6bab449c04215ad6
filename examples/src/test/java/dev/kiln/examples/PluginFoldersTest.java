package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.PluginArchitectureContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each folder under {@code plugins/} has, so that none is forgotten. */
class PluginFoldersTest {
  /** Packages of libraries that a plugin's jar bundles. */
  private static final Map<String, List<String>> BUNDLED =
      Map.of(
          "system-info",
          List.of("oshi.."),
          "mcp",
          List.of("io.modelcontextprotocol..", "reactor..", "tools.jackson.."));

  private static final Path PLUGINS = Path.of(System.getProperty("kiln.root"), "plugins");

  static List<String> plugins() throws IOException {
    try (Stream<Path> folders = Files.list(PLUGINS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void isBuiltBeforeTheExamplesAndListed(String plugin) {
    assertThat(PLUGINS.resolve("pom.xml")).content().contains("<module>" + plugin + "</module>");
    assertThat(Path.of("pom.xml")).content().contains("<artifactId>" + plugin + "</artifactId>");
    assertThat(PLUGINS.resolve("README.md")).content().contains("(" + plugin + "/README.md)");
    assertThat(PLUGINS.resolveSibling("README.md"))
        .content()
        .contains("(plugins/" + plugin + "/README.md)");
    assertThat(PLUGINS.resolve(plugin).resolve("README.md")).exists();
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void itsClassesKeepTheRulesOfPlugins(String plugin) {
    PluginArchitectureContract.check(
        "dev.kiln.plugin." + plugin.replace("-", ""), BUNDLED.getOrDefault(plugin, List.of()));
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(plugins()).isNotEmpty();
  }
}
