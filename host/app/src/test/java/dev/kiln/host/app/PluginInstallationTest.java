package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.Sha256;
import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.remote.FileServer;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln plugins install}, {@code update} and {@code rollback}. */
class PluginInstallationTest {
  private static final String LOADED = "kiln.test.loaded";

  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
    System.clearProperty(LOADED);
  }

  /** A jar that tells when a class of it is loaded. */
  private PluginJar greeter(String id, String version) {
    return PluginJar.of(id, version)
        .manifest("Plugin-Description", "Says hello")
        .source(
            "demo.Greet",
            """
            package demo;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Command(name = "greet", summary = "Say hello")
            public class Greet implements dev.kiln.spi.hook.CliContribution {
              static { System.setProperty("kiln.test.loaded", "VERSION"); }
              public int run(dev.kiln.spi.host.CliCall call) { call.print("VERSION"); return 0; }
            }
            """
                .replace("VERSION", version));
  }

  private Path jar(String id, String version) {
    return greeter(id, version).dropInto(temp.resolve("from"), id + "-" + version + ".jar");
  }

  @Test
  void aJarIsShownAskedForAndPutThereAndNothingOfItRuns() throws IOException {
    Path jar = jar("echo", "1.0.0");
    line.reads("n\n");
    Result refused = line.run("plugins", "install", jar.toString());
    assertThat(refused.err())
        .contains(
            "kiln: plugin 'echo' 1.0.0\nkiln: SHA-256: " + Sha256.of(jar) + "\n",
            "kiln: what it does: Says hello\n",
            "kiln: hooks: CliContribution\n",
            "kiln: commands: greet\n",
            "kiln: install it? [y/N] ",
            "kiln: nothing was done\n");
    assertThat(line.plugins()).isEmptyDirectory();
    line.reads("yes\n");
    Result installed = line.run("plugins", "install", jar.toString());
    assertThat(installed.out()).isEqualTo(line.plugins().resolve("echo.jar") + "\n");
    assertThat(System.getProperty(LOADED)).isNull();
    assertThat(line.run("greet").out()).isEqualTo("1.0.0\n");
    line.refused(
        line.run("plugins", "install", jar.toString(), "--yes"),
        "this very jar of plugin 'echo' 1.0.0 is installed already");
    line.refused(
        line.run("plugins", "install", jar("echo", "1.1.0").toString(), "--yes"),
        "plugin 'echo' 1.0.0 is installed already; replace it with: kiln plugins update");
  }

  @Test
  void whatItCannotWorkWithIsShown() {
    Path jar =
        greeter("echo", "1.0.0")
            .source(
                "demo.Options",
                """
                package demo;
                import dev.kiln.spi.index.*;
                @PluginOptions(excludes = @Excludes(plugin = "lora", why = "both change weights"))
                public record Options(
                    @Option(label = "On", defaultValue = "false") boolean on) {}
                """)
            .dropInto(temp.resolve("from"), "echo.jar");
    line.reads("n\n");
    assertThat(line.run("plugins", "install", jar.toString()).err())
        .contains("kiln: not with: plugin 'lora': both change weights\n");
  }

  @Test
  void anUpdateKeepsWhatItReplacesAndARollbackBringsItBack() throws IOException {
    jar("echo", "1.0.0");
    line.refused(
        line.run("plugins", "update", jar("echo", "1.1.0").toString(), "--yes"),
        "there is no plugin 'echo' to replace; install it with: kiln plugins install");
    greeter("echo", "1.0.0").dropInto(line.plugins(), "mine.jar");
    Result updated = line.run("plugins", "update", jar("echo", "1.1.0").toString(), "--yes");
    assertThat(updated.err()).contains("kiln: replaces: 1.0.0, which is kept for a rollback\n");
    assertThat(updated.out()).isEqualTo(line.plugins().resolve("mine.jar") + "\n");
    assertThat(line.run("greet").out()).isEqualTo("1.1.0\n");
    assertThat(line.run("plugins", "rollback", "echo").exit()).isZero();
    assertThat(line.run("greet").out()).isEqualTo("1.0.0\n");
    assertThat(line.run("plugins", "rollback", "echo").exit()).isZero();
    assertThat(line.run("greet").out()).isEqualTo("1.1.0\n");
    try (Stream<Path> kept = Files.list(line.plugins().resolve("replaced"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .singleElement()
          .asString()
          .startsWith("echo_1.0.0_");
    }
    line.refused(
        line.run("plugins", "rollback", "other"),
        "no jar of plugin 'other' was replaced, so there is nothing to go back to");
  }

  @Test
  void conflictsAndNeedsAreShownBefore() throws IOException {
    greeter("alpha", "1.0.0").dropInto(line.plugins(), "alpha.jar");
    Path beta =
        greeter("beta", "1.0.0")
            .manifest("Plugin-Dependencies", "alpha@>=1.0.0")
            .dropInto(temp.resolve("from"), "beta.jar");
    assertThat(line.run("plugins", "install", beta.toString(), "--yes").err())
        .contains(
            "kiln: needs: alpha@>=1.0.0\n",
            "kiln: conflict: command greet: alpha, beta; alpha has it: its id comes first");
    Path gamma =
        greeter("gamma", "1.0.0")
            .manifest("Plugin-Dependencies", "delta@>=2.0.0")
            .dropInto(temp.resolve("from"), "gamma.jar");
    assertThat(line.run("plugins", "install", gamma.toString(), "--yes").err())
        .startsWith("kiln: plugin 'gamma' could not be used: it needs the plugin 'delta' >=2.0.0");
    assertThat(line.plugins().resolve("gamma.jar")).doesNotExist();
    Path older = greeter("alpha", "0.9.0").dropInto(temp.resolve("from"), "older.jar");
    assertThat(line.run("plugins", "update", older.toString(), "--yes").err())
        .contains("kiln: breaks: plugin 'beta' could not be used any more: it needs the plugin");
  }

  @Test
  void aJarComesFromAnAddressAndIsCheckedByItsHash() throws IOException {
    Path jar = jar("echo", "1.0.0");
    try (FileServer server = new FileServer().with("/echo", Files.readAllBytes(jar))) {
      String address = server.url("/echo");
      assertThat(line.run("plugins", "install", address, "--yes", "--sha256", "1".repeat(64)).err())
          .contains("came with another content than that of SHA-256 111");
      assertThat(line.plugins()).isEmptyDirectory();
      Result result = line.run("plugins", "install", address, "--yes", "--sha256", Sha256.of(jar));
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(line.run("greet").out()).isEqualTo("1.0.0\n");
    }
  }

  @Test
  void whatIsNoPluginIsRefused() throws IOException {
    Path text = Files.writeString(temp.resolve("text.jar"), "no jar");
    line.refused(
        line.run("plugins", "install", text.toString(), "--yes"),
        "text.jar is no readable jar: it is damaged or incomplete, copy it again");
    line.refused(
        line.run("plugins", "install", "absent.jar", "--yes"),
        "there is no file absent.jar; name the jar of a plugin");
    line.refused(
        line.run("plugins", "install", jar("echo", "1.0.0").toString(), "--safe-mode"),
        "--safe-mode leaves plugins alone; leave it out");
    assertThat(line.plugins()).isEmptyDirectory();
  }
}
