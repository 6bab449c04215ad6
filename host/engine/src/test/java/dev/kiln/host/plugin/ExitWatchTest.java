package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that a plugin ends, for which the test needs another process. */
class ExitWatchTest {
  @TempDir private Path temp;

  /** When it is made, and in a hook that only a library of the jar's leads to. */
  @ParameterizedTest
  @CsvSource({"System.exit(3);, ,", ", System.exit(3);"})
  void thePluginIsNamed(String made, String opened) throws Exception {
    leaving(String.valueOf(made), String.valueOf(opened));
    Process host = host();
    String said = new String(host.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(host.waitFor()).isEqualTo(3);
    assertThat(said)
        .containsPattern(
            "plugin 'leaver' ended the process: System.exit in .*demo\\.Leaver\\.(<init>|open)");
  }

  @Test
  void anExitOfTheHostNamesNobody() throws Exception {
    leaving("", "");
    Process host = host();
    String said = new String(host.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(host.waitFor()).isEqualTo(4);
    assertThat(said).doesNotContain("ended the process");
  }

  private void leaving(String made, String opened) {
    PluginJar.of("leaver", "1.0.0")
        .source(
            "demo.Leaver",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Leaver implements DenoiseHook {
              public Leaver() { %s }
              public Optional<DenoiseInterceptor> open(PassContext pass) {
                %s
                return Optional.empty();
              }
            }
            """
                .formatted(made.replace("null", ""), opened.replace("null", "")))
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}")
        .dropInto(new TestingPlugins(temp).jars(), "leaver.jar");
  }

  private Process host() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Host.class.getName(),
            temp.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Runs the plugin, and leaves with 4 itself if it still can. */
  static final class Host {
    private Host() {}

    public static void main(String[] args) {
      try (PluginRuntime runtime = new TestingPlugins(Path.of(args[0])).runtime()) {
        runtime
            .open(TestingPlugins.request("leaver", Map.of()))
            .of(dev.kiln.spi.hook.DenoiseHook.class)
            .get(0)
            .extension()
            .open(null);
        System.exit(4);
      }
    }
  }
}
