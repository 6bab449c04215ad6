package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.tuning.MachineLock;
import dev.kiln.spi.host.QuietMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
  /** Writes convolutions as the runtime has them. */
  private static PluginJar convolver() {
    return PluginJar.of("convolver", "1.0.0")
        .source(
            "demo.Same",
            """
            package demo;
            import dev.kiln.spi.Support;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.ConvolutionOptimizer;
            import dev.kiln.spi.index.Offers;
            @org.pf4j.Extension
            @Offers("same")
            public class Same implements ConvolutionOptimizer {
              public Support supports(ConvolutionSite site, NetworkContext network) { return Support.yes("can"); }
              public double gain(ConvolutionSite site, NetworkContext network) { return 1; }
              public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
                return graph.op("Conv", Attributes.ofList("pads", 1, 1, 1, 1), site.input(), site.weights());
              }
            }
            """);
  }

  @Test
  void whatWasMeasuredIsNotMeasuredAgain(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    convolver().dropInto(line.plugins(), "convolver.jar");
    TestingCommandLine.Result first = line.run("tune", "--size", "128x128", "--budget", "1m");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("convolution ")
        .contains(" ms, same ")
        .contains("convolutions of default 128x128: all ");
    assertThat(Files.readString(temp.resolve("home/convolutions.json"))).contains("\"same\"");
    TestingCommandLine.Result second = line.run("tune", "--size", "128x128", "--budget", "1s");
    assertThat(second.out()).startsWith("convolutions of default 128x128: all ");
  }

  @Test
  void whoDrawsLargePicturesIsToldOnceThatItExists(@TempDir Path temp) throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    convolver().dropInto(line.plugins(), "convolver.jar");
    assertThat(line.draw("a girl", "--steps", "1", "--size", "128x128").err())
        .doesNotContain("kiln tune");
    String[] large = {"--steps", "1", "--size", "512x512"};
    assertThat(line.draw("a girl", large).err()).contains("kiln tune --size 512x512");
    assertThat(line.draw("a girl", large).err()).doesNotContain("kiln tune");
  }

  @Test
  void withoutAnythingToChooseBetweenItSaysSo(@TempDir Path temp) throws IOException {
    TestingCommandLine.Result result = new TestingCommandLine(temp).run("tune");
    assertThat(result.exit()).isEqualTo(Failure.WRONG_INPUT);
    assertThat(result.err()).contains("there is nothing to choose between");
  }

  @Test
  void besideAMeasurementItRefuses(@TempDir Path temp) throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    MachineLock other = new MachineLock(home.resolve("machine.lock"));
    TestingCommandLine line = new TestingCommandLine(temp);
    convolver().dropInto(line.plugins(), "convolver.jar");
    try (QuietMachine.Hold held = other.hold("a benchmark")) {
      TestingCommandLine.Result result = line.run("tune");
      assertThat(result.exit()).isEqualTo(Failure.WRONG_INPUT);
      assertThat(result.err()).contains("kiln: ");
    }
  }

  @Test
  void aBudgetThatIsNoTimeIsOneSentence(@TempDir Path temp) throws IOException {
    TestingCommandLine.Result result = new TestingCommandLine(temp).run("tune", "--budget", "soon");
    assertThat(result.exit()).isEqualTo(Failure.WRONG_INPUT);
    assertThat(result.err())
        .isEqualTo(
            "kiln: budget is \"soon\"; write a time from 1s to 24h, for example 90s or 2m\n");
  }
}
