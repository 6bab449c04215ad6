package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands: exit code, what is on stdout and stderr. BadInputTest has what is refused. */
class CommandLineToolTest {

  @TempDir private Path temp;
  private TestingCommandLine line;
  private Path plugins;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
    plugins = line.plugins();
  }

  @Test
  void stdoutHoldsThePathAndNothingElse() {
    Result result = line.draw("", "--steps", "1", "--seed", "3");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(line.pictures().resolve("x.png") + "\n");
    assertThat(line.pictures().resolve("x.png")).isNotEmptyFile();
  }

  @Test
  void pluginIsSwitchedOffAndOn() {
    drop();
    assertThat(line.run("plugins").out()).containsPattern("echo +1.0.0 +IDLE");
    assertThat(line.run("plugins", "disable", "echo").out())
        .containsPattern("echo +1.0.0 +DISABLED");
    assertThat(line.run("plugins").out()).containsPattern("echo +1.0.0 +DISABLED");
    assertThat(line.run("plugins", "enable", "echo").out()).containsPattern("echo +1.0.0 +IDLE");
    assertThat(line.run("plugins", "enable", "nobody"))
        .isEqualTo(new Result(2, "", "kiln: there is no plugin 'nobody'; nearest: echo\n"));
  }

  @Test
  void clashesWithTheHostAreShown() {
    PluginJar.of("bold", "1.0.0")
        .source(
            "demo.Places",
            """
            package demo;
            import dev.kiln.spi.hook.*;
            import dev.kiln.spi.host.*;
            import dev.kiln.spi.index.*;
            import dev.kiln.spi.sampling.*;
            @org.pf4j.Extension
            @Route(method = "GET", path = "/sdapi/v1/samplers", summary = "Samplers otherwise")
            @Command(name = "serve", summary = "Serve otherwise")
            @OffersSampler(name = "euler A")
            public class Places implements HttpEndpoint, CliContribution, SamplerProvider {
              public int run(CliCall call) { return 0; }
              public ApiResponse handle(ApiCall call) { return null; }
              public Sampler create() { return null; }
            }
            """)
        .dropInto(plugins, "bold.jar");
    String list = line.run("plugins").out();
    String why =
        " +host, bold +host +the host has it itself; the plugin must name its own otherwise";
    assertThat(list).containsPattern("route +GET /sdapi/v1/samplers" + why);
    assertThat(list).containsPattern("command +serve" + why);
    assertThat(list).containsPattern("SamplerProvider +euler A" + why);
    assertThat(line.run("serve", "--help").out()).contains("--port");
  }

  @Test
  void safeModeRunsWithoutPlugins() throws IOException {
    drop();
    assertThat(line.run("plugins", "--safe-mode").out()).doesNotContain("echo");
    assertThat(line.run("--safe-mode", "plugins").out()).doesNotContain("echo");
    assertThat(line.run("--safe-mode", "plugins", "disable", "echo"))
        .isEqualTo(new Result(2, "", "kiln: there is no plugin 'echo'; there are none\n"));
    assertThat(line.run("greet").out()).isEqualTo("hello\n");
    line.refused(
        line.run("--safe-mode", "greet"),
        "unknown command \"greet\"; see kiln --help for those there are");
    Result drawn = line.run(line.args("--safe-mode", "txt2img", "", "--steps", "1", "-o", "x.png"));
    assertThat(drawn.exit()).as(drawn.err()).isZero();
  }

  @Test
  void everyCommandExplainsItself() {
    drop();
    assertThat(line.run("--help").out()).contains("txt2img").contains("serve").contains("greet");
    assertThat(line.run("--help", "--safe-mode").exit()).isZero();
    for (String command : List.of("txt2img", "serve", "plugins", "models")) {
      Result help = line.run(command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).startsWith("Usage: kiln " + command);
      assertThat(help.err()).isEmpty();
    }
    assertThat(line.run("greet", "--help"))
        .isEqualTo(
            new Result(
                0,
                "Usage: kiln greet [OPTIONS]\n"
                    + "Say hello (plugin echo)\n"
                    + "Options of all commands: kiln plugins --help\n",
                ""));
  }

  @Test
  void commandThatIsNotThereIsRefused() throws IOException {
    line.refused(
        line.run("paint"), "unknown command \"paint\"; see kiln --help for those there are");
    line.refused(
        line.run("--home"),
        "Missing required parameter for option '--home' (DIR); see kiln --help");
    line.refused(line.run("serve", "--port", "70000"), "port is 70000; it must be 0 to 65535");
  }

  @Test
  void aServerDoesNotBeginWithDefaultsThatAreNotThere() throws IOException {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "--model=fox", "unknown model \"fox\"",
                "--vae=fox", "unknown VAE \"fox\"",
                "--attention=fox",
                    "unknown attention optimizer \"fox\"; there are: none and automatic",
                "--with=fox", "plugin 'fox'",
                "--measure-time=-1", "measure time is -1 s; it must be 0 to 86400",
                "--measure-memory=0", "measure memory is 0.0 GB; it must be more than 0",
                "--measure-size=big", "size is \"big\"",
                "--job-store-size=0", "job store size is 0.0 GB; it must be more than 0",
                "--tls-keyfile=x", "TLS needs both --tls-certfile and --tls-keyfile")
            .entrySet()) {
      Result result = line.run("serve", "--port=0", wrong.getKey());
      line.oneSentence(result);
      assertThat(result.err()).contains(wrong.getValue());
    }
  }

  private void drop() {
    PluginJar.of("echo", "1.0.0")
        .source(
            "demo.Greet",
            """
            package demo;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Command(name = "greet", summary = "Say hello")
            public class Greet implements dev.kiln.spi.hook.CliContribution {
              public int run(dev.kiln.spi.host.CliCall call) { call.print("hello"); return 0; }
            }
            """)
        .dropInto(plugins, "echo.jar");
  }
}
