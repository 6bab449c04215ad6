package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The host's flags, which no plugin gets. */
class HostFlagsTest {
  @Test
  void listIsWhatTheCommandsHave() {
    PluginOptionFlags none = new PluginOptionFlags();
    Set<String> flags = new TreeSet<>(Set.of("-h", "--help"));
    for (Object command :
        new Object[] {
          new Txt2ImgCommand(TestingCommandLine.NOTHING, none),
          new Img2ImgCommand(TestingCommandLine.NOTHING, none),
          new ServeCommand(System.out, System.err, none)
        }) {
      flags.addAll(new CommandLine(command).getCommandSpec().optionsMap().keySet());
    }
    assertThat(HostFlags.all())
        .as("the lists in HostFlags; a new flag belongs there too")
        .containsExactlyInAnyOrderElementsOf(flags);
    Set<String> everywhere =
        new TreeSet<>(new CommandLine(new HostOptions()).getCommandSpec().optionsMap().keySet());
    everywhere.addAll(Set.of("-h", "--help"));
    assertThat(HostFlags.EVERYWHERE).containsExactlyInAnyOrderElementsOf(everywhere);
  }

  @Test
  void aPluginsFlagThatIsTheHostsIsListedAndStaysTheHosts(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    PluginJar.of("greedy", "1.0.0")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
                @Option(label = "Steps", defaultValue = "3", flags = {"--steps", "--paces"}) int steps,
                @Option(label = "Port", defaultValue = "3", flags = "--port") int port) {}
            """)
        .source(
            "demo.Greedy",
            """
            package demo;
            import dev.kiln.spi.hook.CliContribution;
            import dev.kiln.spi.host.CliCall;
            import dev.kiln.spi.index.*;
            @org.pf4j.Extension
            @Command(name = "greedy", summary = "Ask", options = Greedy.Asked.class)
            public class Greedy implements CliContribution {
              public record Asked(
                  @Option(label = "Home", defaultValue = "none", flags = "--home") String home,
                  @Option(label = "Steps", defaultValue = "0", flags = "--steps") int steps) {}
              public int run(CliCall call) {
                call.print(call.options(Asked.class).toString());
                return 0;
              }
            }
            """)
        .dropInto(line.plugins(), "greedy.jar");
    Result listed = line.run("plugins");
    assertThat(listed.exit()).as(listed.err()).isZero();
    String why =
        "host, greedy +host +the host has it itself; the plugin must name its own otherwise";
    assertThat(listed.out())
        .containsPattern("flag +--steps +" + why)
        .containsPattern("flag +--port +" + why)
        .containsPattern(
            "flag +--home +host, greedy +host +every command has it, kiln greedy too; it must name its"
                + " own otherwise")
        .doesNotContain("--paces");
    assertThat(listed.out().lines().filter(it -> it.startsWith("flag "))).hasSize(3);
    assertThat(line.run("greedy", "--steps", "7").out()).isEqualTo("Asked[home=none, steps=7]\n");
    assertThat(line.run("txt2img", "--help").out()).contains("--paces").doesNotContain("--port");
  }
}
