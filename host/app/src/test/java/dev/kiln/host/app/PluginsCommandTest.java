package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsCommandTest {
  @Test
  void severalOfOnePluginInARowAreShownOnce() {
    assertThat(PluginsCommand.chain(List.of("a", "a", "b", "a", "a", "a"))).isEqualTo("a > b > a");
    assertThat(PluginsCommand.chain(List.of())).isEmpty();
  }

  @Test
  void aPluginThatIsSwitchedOffIsStillKnown(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    PluginJar.of("echo", "1.0.0")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
                @Option(label = "Mode", defaultValue = "1", flags = "--echo-mode") int mode) {}
            """)
        .source(
            "demo.Greet",
            """
            package demo;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Command(name = "greet", summary = "Say hello")
            public class Greet implements dev.kiln.spi.hook.CliContribution {
              public int run(dev.kiln.spi.host.CliCall call) { return 0; }
            }
            """)
        .dropInto(line.plugins(), "echo.jar");
    assertThat(line.run("plugins", "disable", "echo").exit()).isZero();
    line.refused(
        line.run("plugins", "disable", "nope"), "there is no plugin 'nope'; nearest: echo");
    line.refused(
        line.run("txt2img", "a", "--echo-mode=2"),
        "Unknown option: '--echo-mode=2', which plugin 'echo' has: switched off; switch it on with:"
            + " kiln plugins enable echo; see kiln txt2img --help");
  }

  @Test
  void anOptimizerThatFailsIsToldWhereItsChoiceWouldBe(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    PluginJar.of("breaker", "1.0.0")
        .source(
            "demo.Broken",
            """
            package demo;
            import dev.kiln.spi.Support;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.AttentionOptimizer;
            import dev.kiln.spi.index.Offers;
            @org.pf4j.Extension
            @Offers(value = "broken", rank = 9)
            public class Broken implements AttentionOptimizer {
              public Support supports(AttentionSite site, NetworkContext network) { return Support.yes("can"); }
              public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
                throw new IllegalStateException("no idea");
              }
            }
            """)
        .dropInto(line.plugins(), "breaker.jar");
    TestingCommandLine.Result result = line.run("plugins");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("ATTENTION OF")
        .contains("attention goes on without plugin 'breaker', which was chosen automatically:")
        .contains("no idea");
  }

  @Test
  void whoComputesWhichConvolutionsIsToldWithItsMemory(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    PluginJar.of("convolver", "1.0.0")
        .source(
            "demo.Twice",
            """
            package demo;
            import dev.kiln.spi.*;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.ConvolutionOptimizer;
            import dev.kiln.spi.index.Offers;
            @org.pf4j.Extension
            @Offers("twice")
            @WakeOn(WakeOn.Wake.GENERATION)
            public class Twice implements ConvolutionOptimizer {
              public Support supports(ConvolutionSite site, NetworkContext network) {
                return site.path().endsWith("conv1") ? Support.yes("can") : Support.no("cannot");
              }
              public double gain(ConvolutionSite site, NetworkContext network) { return 2; }
              public long bytes(ConvolutionSite site, NetworkContext network) { return 3_000_000; }
              public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
                throw new IllegalStateException("nothing is written to be told");
              }
            }
            """)
        .dropInto(line.plugins(), "convolver.jar");
    TestingCommandLine.Result result = line.run("plugins");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("CONVOLUTIONS OF", "UNet", "decoder", "twice", "3 MB", "twice: cannot")
        .contains("expected to be 2.00 times as fast as the runtime's own");
  }
}
